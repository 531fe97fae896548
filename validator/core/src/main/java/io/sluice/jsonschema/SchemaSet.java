package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema with everything that it refers to. References are resolved only here, and nothing is
 * ever fetched.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-8.2">JSON Schema
 *     Core, section 8.2</a>
 */
final class SchemaSet {

  /** The URI of a schema that has none. */
  private static final String BASE = "sluice:/";

  private static final String ROOT = "";

  private final Map<String, String> texts;
  private final SchemaIndex index;
  private final Site root;

  /**
   * Reads a schema.
   *
   * @param references the texts of other schemas, by the names that this schema uses to refer to
   *     them
   * @param otherwise the draft if {@code $schema} specifies none
   */
  SchemaSet(JsonNode schema, Map<String, String> references, Draft otherwise)
      throws UnusableJsonSchema {
    SchemaJson.refuseExtremeNumbers(schema);
    this.texts = references;
    this.index = new SchemaIndex(references, otherwise);
    this.root = index.add(ROOT, BASE + "root", schema, otherwise);
  }

  Site root() {
    return root;
  }

  Collection<Resource> resources() {
    return index.resources();
  }

  /** A schema inside another schema. */
  Site part(Site parent, String... tokens) throws UnusableJsonSchema {
    return index.part(parent, tokens);
  }

  /** The root of a resource. */
  Site rootOf(Resource resource) {
    return index.site(resource.document, resource.pointer);
  }

  /** The schema of a dynamic anchor in a resource. */
  Site dynamic(Resource resource, String anchor) {
    return anchor.equals(Resource.RECURSIVE)
        ? rootOf(resource)
        : index.site(resource.document, resource.anchors.getOrDefault(anchor, resource.pointer));
  }

  /**
   * The target of a reference.
   *
   * @throws UnusableJsonSchema if the schema does not exist
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
            "the reference '" + reference + "' points to an anchor that does not exist");
      }
      return index.site(resource.document, pointer);
    }
    Site start = rootOf(resource);
    List<String> tokens = Pointers.tokens(fragment);
    JsonNode node = start.node();
    for (String token : tokens) {
      node = Pointers.child(node, token);
    }
    if (!node.isObject() && !node.isBoolean()) {
      throw UnusableJsonSchema.at(
          place(from, reference), "the reference '" + reference + "' does not point to a schema");
    }
    return part(start, tokens.toArray(String[]::new));
  }

  private Resource resource(Site from, String reference) throws UnusableJsonSchema {
    String plain = Uris.withoutFragment(reference);
    if (plain.isEmpty()) {
      return from.resource();
    }
    String uri = Uris.resolve(from.resource().uri, plain);
    Resource known = index.resource(uri);
    if (known != null) {
      return known;
    }
    String name = name(uri, plain);
    String text = name == null ? null : texts.get(name);
    JsonNode document =
        text == null || name == null ? SchemaJson.metaSchema(uri) : SchemaJson.parse(name, text);
    if (document == null) {
      throw UnusableJsonSchema.at(
          place(from, reference),
          "the reference '"
              + reference
              + "' is not one of the schema's registered references; Sluice does not fetch"
              + " schemas from anywhere else");
    }
    Draft draft = from.resource().dialect.draft();
    return index.add(name == null ? uri : name, uri, document, draft).resource();
  }

  /** The position of a reference in a schema. */
  private static Site place(Site from, String reference) {
    for (String keyword : List.of("$ref", "$dynamicRef", "$recursiveRef")) {
      if (from.node().path(keyword).asText().equals(reference)) {
        return from.part(keyword);
      }
    }
    return from;
  }

  /** The name under which a schema was registered; null if it was not registered. */
  private @Nullable String name(String uri, String reference) {
    for (String name :
        List.of(uri, uri.startsWith(BASE) ? uri.substring(BASE.length()) : uri, reference)) {
      if (texts.containsKey(name)) {
        return name;
      }
    }
    return null;
  }
}
