package io.sluice.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.SchemaText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;

/**
 * Parses the Avro schemas that records were written with, including named types from referenced
 * schemas. Ignores everything that does not matter for reading these records: defaults, aliases,
 * field orders, and the characters in names.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#schema-resolution">Schema
 *     Resolution</a>
 */
public final class AvroSchemas {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Attributes that only readers with a different schema use. */
  private static final List<String> OF_READERS = List.of("default", "aliases", "order");

  private static final List<String> OF_RESOLUTION = List.of("aliases", "order");

  /** The limit of Avro's own library, because JVM arrays cannot be longer. */
  private static final int LARGEST_FIXED = Integer.MAX_VALUE - 8;

  private AvroSchemas() {}

  /**
   * Parses a schema for reading, without defaults.
   *
   * @throws SchemaParseException if the text is not a valid schema
   */
  public static Schema parse(SchemaText schema) {
    SchemaParser parser = new SchemaParser(NameValidator.NO_VALIDATION);
    return parsed(
        () -> {
          for (String reference : schema.references().values()) {
            var unused = parser.parse(stripped(reference, OF_READERS));
          }
          return parser.parse(stripped(schema.text(), OF_READERS)).mainSchema();
        });
  }

  /**
   * Parses a schema for writing. Fields keep their defaults, some of which may not match the field
   * type.
   *
   * @throws SchemaParseException if the text is not a valid schema
   */
  public static Schema parseWithDefaults(SchemaText schema) {
    Schema.Parser parser =
        new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
    return parsed(
        () -> {
          for (String reference : schema.references().values()) {
            var unused = parser.parse(stripped(reference, OF_RESOLUTION));
          }
          return parser.parse(stripped(schema.text(), OF_RESOLUTION));
        });
  }

  private static Schema parsed(Supplier<Schema> parser) {
    try {
      return parser.get();
    } catch (SchemaParseException e) {
      throw e;
    } catch (RuntimeException e) {
      // the library does not handle every JSON document
      throw new SchemaParseException(
          e.getMessage() == null
              ? "the Avro library cannot read it"
              : "the Avro library rejects it: " + e.getMessage());
    }
  }

  private static String stripped(String text, List<String> members) {
    try {
      JsonNode schema = JSON.readTree(text);
      strip(schema, members);
      return schema.toString();
    } catch (JsonProcessingException e) {
      throw new SchemaParseException("it is not valid JSON");
    }
  }

  private static void strip(JsonNode schema, List<String> members) {
    if (schema.isArray()) {
      schema.forEach(branch -> strip(branch, members));
    } else if (schema instanceof ObjectNode object) {
      object.remove(members);
      if (object.has("symbols") || isNoNumber(object)) {
        // the Avro library rejects these even if it does not check defaults
        object.remove("default");
      }
      requireSound(object);
      object.path("fields").forEach(field -> strip(field, members));
      for (String part : List.of("type", "items", "values")) {
        strip(object.path(part), members);
      }
    }
  }

  /** Whether a number has a default that is text and does not represent a number. */
  private static boolean isNoNumber(ObjectNode field) {
    String type = field.path("type").asText();
    JsonNode value = field.path("default");
    return (type.equals("float") || type.equals("double"))
        && value.isTextual()
        && !value.textValue().matches("NaN|-?Infinity");
  }

  private static void requireSound(ObjectNode schema) {
    String name = schema.path("name").asText();
    if (schema.path("type").asText().equals("fixed") && schema.path("size").isNumber()) {
      JsonNode size = schema.path("size");
      if (!size.canConvertToInt() || size.intValue() < 0 || size.intValue() > LARGEST_FIXED) {
        throw new SchemaParseException(
            "the fixed type '"
                + name
                + "' has a size of "
                + size
                + " bytes, which is out of range");
      }
    }
    Set<String> fields = new HashSet<>();
    for (JsonNode field : schema.path("fields")) {
      if (field.has("name") && !fields.add(field.path("name").asText())) {
        throw new SchemaParseException(
            "the record '" + name + "' has two fields named '" + field.path("name").asText() + "'");
      }
    }
    if (schema.path("type").asText().equals("enum")) {
      for (JsonNode symbol : schema.path("symbols")) {
        if (!symbol.isTextual()) {
          throw new SchemaParseException(
              "the enum '" + name + "' has a symbol that is not a string");
        }
      }
    }
  }
}
