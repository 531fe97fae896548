package io.sluice.jsonschema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of schemas and rejects numbers that are too large for arithmetic. */
final class SchemaJson {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** More than an event can have, and more than a double can represent. */
  private static final int MOST_EXPONENT = 2_000;

  private SchemaJson() {}

  /** Reads a schema that another schema refers to. */
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
   * A meta-schema that is bundled with the networknt library; null if there is none with the URI.
   */
  static @Nullable JsonNode metaSchema(String uri) throws UnusableJsonSchema {
    String path = uri.replaceFirst("^https?://json-schema\\.org/", "");
    if (path.equals(uri) || !path.matches("draft[-/][-0-9a-z/]+")) {
      return null;
    }
    try (InputStream text = SchemaJson.class.getResourceAsStream("/" + path)) {
      return text == null ? null : JSON.readTree(text);
    } catch (IOException e) {
      throw new UnusableJsonSchema("the meta-schema " + uri + " cannot be read");
    }
  }

  /** Rejects a schema that contains a number with an extreme exponent. */
  static void refuseExtremeNumbers(JsonNode schema) throws UnusableJsonSchema {
    String extreme = extremeNumber(schema, "");
    if (extreme != null) {
      throw UnusableJsonSchema.at(extreme, "a number has an exponent beyond " + MOST_EXPONENT);
    }
  }

  /**
   * The pointer to a number with an extreme exponent, or null if there is none. Arithmetic with it
   * would need as many digits as the exponent says.
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
}
