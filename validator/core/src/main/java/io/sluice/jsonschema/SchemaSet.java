package io.sluice.jsonschema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema with all that it refers to. References are resolved here and nowhere else; nothing is
 * ever fetched.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-8.2">JSON Schema
 *     Core, section 8.2</a>
 */
final class SchemaSet {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** The URI of what has none. */
  private static final String BASE = "sluice:/";

  private static final String ROOT = "";

  /** More than any event may have, and than a double can say. */
  private static final int MOST_EXPONENT = 2_000;

  private final Map<String, String> texts;
  private final Draft otherwise;

  /** Documents by their names. */
  private final Map<String, JsonNode> documents = new HashMap<>();

  /** By every URI that leads to them. */
  private final Map<String, Resource> resources = new LinkedHashMap<>();

  /** By {@link Site#key}. */
  private final Map<String, Site> sites = new HashMap<>();

  private final Site root;

  /**
   * Reads a schema.
   *
   * @param references texts of other schemas, by the names under which this one refers to them
   * @param otherwise the draft where {@code $schema} names none
   */
  SchemaSet(JsonNode schema, Map<String, String> references, Draft otherwise)
      throws UnusableJsonSchema {
    this.texts = references;
    this.otherwise = otherwise;
    String extreme = extremeNumber(schema, "");
    if (extreme != null) {
      throw UnusableJsonSchema.at(extreme, "a number has an exponent beyond " + MOST_EXPONENT);
    }
    this.root = add(ROOT, BASE + "root", schema, otherwise);
  }

  /**
   * The pointer to a number of an extreme exponent, or null where there is none. Arithmetic with
   * such a number takes as many digits as the exponent says.
   */
  private static @Nullable String extremeNumber(JsonNode node, String pointer) {
    if (node.isBigDecimal()) {
      long exponent = (long) node.decimalValue().precision() - node.decimalValue().scale();
      boolean isExtreme =
          Math.abs(exponent) > MOST_EXPONENT
              || Math.abs((long) node.decimalValue().scale()) > MOST_EXPONENT;
      return isExtreme ? pointer : null;
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String found = extremeNumber(member.getValue(), Pointers.append(pointer, member.getKey()));
      if (found != null) {
        return found;
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      String found = extremeNumber(node.get(i), pointer + "/" + i);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  Site root() {
    return root;
  }

  Collection<Resource> resources() {
    return List.copyOf(resources.values());
  }

  private Site add(String name, String uri, JsonNode document, Draft otherwise)
      throws UnusableJsonSchema {
    documents.put(name, document);
    Resource resource = new Resource(uri, name, "", dialect(document, Dialect.of(otherwise)));
    resources.put(uri, resource);
    walk(name, "", document, resource);
    return site(name, "");
  }

  private Site site(String document, String pointer) {
    Site site = sites.get(Site.key(document, pointer));
    if (site == null) {
      throw new IllegalStateException("no schema at " + Site.key(document, pointer));
    }
    return site;
  }

  /** What {@code $schema} says of a resource. */
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
    JsonNode meta = parse(named.textValue(), text);
    return Dialect.of(Draft.of(meta).orElse(otherwise), meta);
  }

  /** Notes where schemas are, and under which names. */
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

  /** A schema inside another. */
  Site part(Site parent, String... tokens) throws UnusableJsonSchema {
    Site site = parent;
    JsonNode node = parent.node();
    String pointer = parent.pointer();
    for (String token : tokens) {
      node = node.isArray() ? node.path(index(token)) : node.path(token);
      pointer = Pointers.append(pointer, token);
      Site known = sites.get(Site.key(parent.document(), pointer));
      site = known == null ? new Site(parent.document(), pointer, node, site.resource()) : known;
    }
    if (!sites.containsKey(Site.key(site.document(), site.pointer()))) {
      walk(site.document(), site.pointer(), node, site.resource());
    }
    return site(site.document(), site.pointer());
  }

  private static int index(String token) {
    return token.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(token) : -1;
  }

  /** The root of a resource. */
  Site rootOf(Resource resource) {
    return site(resource.document, resource.pointer);
  }

  /** The schema that a dynamic anchor of a resource names. */
  Site dynamic(Resource resource, String anchor) {
    return anchor.equals(Resource.RECURSIVE)
        ? rootOf(resource)
        : site(resource.document, resource.anchors.getOrDefault(anchor, resource.pointer));
  }

  /**
   * What a reference leads to.
   *
   * @throws UnusableJsonSchema where there is no such schema
   */
  Site resolve(Site from, String reference) throws UnusableJsonSchema {
    String fragment = Uris.fragment(reference);
    Resource resource = resource(from, reference);
    if (fragment.isEmpty()) {
      return rootOf(resource);
    }
    if (!fragment.startsWith("/")) {
      String pointer = resource.anchors.get(fragment);
      if (pointer == null) {
        throw UnusableJsonSchema.at(
            place(from, reference),
            "the reference '" + reference + "' names an anchor that does not exist");
      }
      return site(resource.document, pointer);
    }
    Site start = rootOf(resource);
    List<String> tokens = Pointers.tokens(fragment);
    JsonNode node = start.node();
    for (String token : tokens) {
      node = node.isArray() ? node.path(index(token)) : node.path(token);
    }
    if (!node.isObject() && !node.isBoolean()) {
      throw UnusableJsonSchema.at(
          place(from, reference), "the reference '" + reference + "' does not lead to a schema");
    }
    return part(start, tokens.toArray(String[]::new));
  }

  private Resource resource(Site from, String reference) throws UnusableJsonSchema {
    String plain = Uris.withoutFragment(reference);
    if (plain.isEmpty()) {
      return from.resource();
    }
    String uri = Uris.resolve(from.resource().uri, plain);
    Resource known = resources.get(uri);
    if (known != null) {
      return known;
    }
    String name = name(uri, plain);
    String text = name == null ? null : texts.get(name);
    JsonNode document = text == null || name == null ? metaSchema(uri) : parse(name, text);
    if (document == null) {
      throw UnusableJsonSchema.at(
          place(from, reference),
          "the reference '"
              + reference
              + "' is not among the schema's registered references; nothing is fetched from"
              + " elsewhere");
    }
    Site added = add(name == null ? uri : name, uri, document, from.resource().dialect.draft());
    return added.resource();
  }

  /** Where a schema has a reference. */
  private static Site place(Site from, String reference) {
    for (String keyword : List.of("$ref", "$dynamicRef", "$recursiveRef")) {
      if (from.node().path(keyword).asText().equals(reference)) {
        return from.part(keyword);
      }
    }
    return from;
  }

  /** Under which name a schema was registered; null where it was not. */
  private @Nullable String name(String uri, String reference) {
    for (String name :
        List.of(uri, uri.startsWith(BASE) ? uri.substring(BASE.length()) : uri, reference)) {
      if (texts.containsKey(name)) {
        return name;
      }
    }
    return null;
  }

  static JsonNode parse(String name, String text) throws UnusableJsonSchema {
    try {
      JsonNode schema = JSON.readTree(text);
      String extreme = extremeNumber(schema, "");
      if (extreme != null) {
        throw new UnusableJsonSchema(
            "the referenced schema "
                + name
                + " has a number with an exponent beyond "
                + MOST_EXPONENT
                + " at #"
                + extreme);
      }
      return schema;
    } catch (JsonProcessingException e) {
      throw new UnusableJsonSchema("the referenced schema " + name + " is not valid JSON");
    }
  }

  /**
   * A meta-schema, of those that the networknt library brings along; null where the URI is of none.
   */
  static @Nullable JsonNode metaSchema(String uri) throws UnusableJsonSchema {
    String path = uri.replaceFirst("^https?://json-schema\\.org/", "");
    if (path.equals(uri) || !path.matches("draft[-/][-0-9a-z/]+")) {
      return null;
    }
    try (InputStream text = SchemaSet.class.getResourceAsStream("/" + path)) {
      return text == null ? null : JSON.readTree(text);
    } catch (IOException e) {
      throw new UnusableJsonSchema("the meta-schema " + uri + " cannot be read");
    }
  }
}
