package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The positions of the schemas in all documents, and their URIs and anchors. */
final class SchemaIndex {

  private final Map<String, String> texts;
  private final Draft otherwise;

  /** The resources, keyed by every URI that leads to them. */
  private final Map<String, Resource> resources = new LinkedHashMap<>();

  /** The schemas, keyed by {@link Site#key}. */
  private final Map<String, Site> sites = new HashMap<>();

  /**
   * @param texts the texts of other schemas by name, which may include meta-schemas
   * @param otherwise the draft if {@code $schema} specifies none
   */
  SchemaIndex(Map<String, String> texts, Draft otherwise) {
    this.texts = texts;
    this.otherwise = otherwise;
  }

  /**
   * Adds all schemas of a document.
   *
   * @param draft the draft of the document if its {@code $schema} specifies none
   * @return its root
   */
  Site add(String name, String uri, JsonNode document, Draft draft) throws UnusableJsonSchema {
    Resource resource = new Resource(uri, name, "", dialect(document, Dialect.of(draft)));
    resources.put(uri, resource);
    walk(name, "", document, resource);
    return site(name, "");
  }

  /** The schema at a place that is known to contain one. */
  Site site(String document, String pointer) {
    Site site = sites.get(Site.key(document, pointer));
    if (site == null) {
      throw new IllegalStateException("no schema at " + Site.key(document, pointer));
    }
    return site;
  }

  /** The resource of a URI, or null if none is known yet. */
  @Nullable Resource resource(String uri) {
    return resources.get(uri);
  }

  Collection<Resource> resources() {
    return List.copyOf(resources.values());
  }

  /**
   * A schema inside another schema. It does not have to be in a keyword that is known to contain
   * schemas.
   */
  Site part(Site parent, String... tokens) throws UnusableJsonSchema {
    Site site = parent;
    JsonNode node = parent.node();
    String pointer = parent.pointer();
    for (String token : tokens) {
      node = Pointers.child(node, token);
      pointer = Pointers.append(pointer, token);
      Site known = sites.get(Site.key(parent.document(), pointer));
      site = known == null ? new Site(parent.document(), pointer, node, site.resource()) : known;
    }
    if (!sites.containsKey(Site.key(site.document(), site.pointer()))) {
      walk(site.document(), site.pointer(), node, site.resource());
    }
    return site(site.document(), site.pointer());
  }

  /** The {@code $schema} of a resource. */
  private Dialect dialect(JsonNode schema, Dialect around) throws UnusableJsonSchema {
    JsonNode named = schema.path("$schema");
    if (!named.isTextual()) {
      return around;
    }
    Draft draft = Draft.of(schema).orElse(null);
    if (draft != null) {
      return Dialect.of(draft);
    }
    String text = texts.get(Uris.withoutFragment(named.textValue()));
    if (text == null || text.equals(schema.toString())) {
      return Dialect.of(otherwise);
    }
    JsonNode meta = SchemaJson.parse(named.textValue(), text);
    return Dialect.of(Draft.of(meta).orElse(otherwise), meta);
  }

  /** Adds the positions and names of schemas. */
  private void walk(String document, String pointer, JsonNode schema, Resource around)
      throws UnusableJsonSchema {
    Resource resource = around;
    if (schema.isObject()) {
      Dialect dialect = schema.has("$schema") ? dialect(schema, around.dialect) : around.dialect;
      boolean isReference = schema.has("$ref") && !dialect.draft().readsBesideRef();
      if (!isReference) {
        resource = identified(document, pointer, schema, around, dialect);
        nameAnchors(pointer, schema, resource);
      }
    }
    sites.put(Site.key(document, pointer), new Site(document, pointer, schema, resource));
    for (Dialect.Part part : resource.dialect.parts(schema)) {
      walk(document, part.pointer(pointer), part.schema(), resource);
    }
  }

  private Resource identified(
      String document, String pointer, JsonNode schema, Resource around, Dialect dialect) {
    JsonNode id = schema.path(dialect.draft().id());
    if (!id.isTextual() || id.textValue().startsWith("#") || id.textValue().isEmpty()) {
      return around;
    }
    String uri = Uris.resolve(around.uri, id.textValue());
    if (uri.equals(around.uri) && !pointer.equals(around.pointer)) {
      // the absolute form of an anchor
      return around;
    }
    Resource resource = new Resource(uri, document, pointer, dialect);
    resources.put(uri, resource);
    if (pointer.isEmpty()) {
      // the document is known by the name under which it was found, too
      resources.put(around.uri, resource);
    }
    return resource;
  }

  private static void nameAnchors(String pointer, JsonNode schema, Resource resource) {
    Dialect dialect = resource.dialect;
    JsonNode id = schema.path(dialect.draft().id());
    if (!dialect.draft().isAtLeast(Draft.DRAFT_2019_09) && id.isTextual()) {
      String anchor = Uris.fragment(id.textValue());
      if (!anchor.isEmpty()) {
        resource.anchors.putIfAbsent(anchor, pointer);
      }
    }
    if (dialect.knows("$anchor") && schema.path("$anchor").isTextual()) {
      resource.anchors.putIfAbsent(schema.path("$anchor").textValue(), pointer);
    }
    if (dialect.knows("$dynamicAnchor") && schema.path("$dynamicAnchor").isTextual()) {
      resource.anchors.putIfAbsent(schema.path("$dynamicAnchor").textValue(), pointer);
      resource.dynamicAnchors.add(schema.path("$dynamicAnchor").textValue());
    }
    boolean isRoot = pointer.equals(resource.pointer);
    if (dialect.knows("$recursiveAnchor")
        && isRoot
        && schema.path("$recursiveAnchor").asBoolean()) {
      resource.dynamicAnchors.add(Resource.RECURSIVE);
    }
  }
}
