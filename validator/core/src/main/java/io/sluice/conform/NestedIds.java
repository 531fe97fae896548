package io.sluice.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * Makes references next to an {@code $id} absolute, because the library resolves them against the
 * enclosing schema.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.1">JSON Schema
 *     Core, section 8.2.1</a>
 */
final class NestedIds {

  /** Keywords whose values are not schemas. */
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

  private NestedIds() {}

  /** The same schema, or a changed copy if necessary. */
  static JsonNode resolve(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    walk(copy, URI.create(""));
    return copy;
  }

  private static void walk(JsonNode node, URI around) {
    URI base = around;
    if (node instanceof ObjectNode object && object.path("$id").isTextual()) {
      base = resolve(around, object.path("$id").textValue());
      JsonNode reference = object.path("$ref");
      if (reference.isTextual() && !reference.textValue().startsWith("#") && base.isAbsolute()) {
        object.set("$ref", TextNode.valueOf(resolve(base, reference.textValue()).toString()));
      }
    }
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        if (!DATA.contains(member.getKey())) {
          walk(member.getValue(), base);
        }
      }
    } else {
      for (JsonNode element : node) {
        walk(element, base);
      }
    }
  }

  /** The base itself if the text is not a URI. The library reports the error. */
  private static URI resolve(URI base, String text) {
    try {
      return base.resolve(text);
    } catch (IllegalArgumentException e) {
      return base;
    }
  }
}
