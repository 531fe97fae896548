package io.sluice.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.SchemaText;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;

/**
 * Schemas of Avro that records were written with, with the named types of others that they refer
 * to. What plays no part in reading such records is not looked at: defaults, aliases, and orders of
 * fields, and which characters a name has.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#schema-resolution">Schema
 *     Resolution</a>
 */
public final class AvroSchemas {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What only readers with another schema use. */
  private static final List<String> OF_READERS = List.of("default", "aliases", "order");

  /** Arrays of the JVM are not longer, so that Avro's own library takes no longer ones. */
  private static final int LARGEST_FIXED = Integer.MAX_VALUE - 8;

  private AvroSchemas() {}

  /**
   * Parses a schema.
   *
   * @throws SchemaParseException where it is none
   */
  public static Schema parse(SchemaText schema) {
    SchemaParser parser = new SchemaParser(NameValidator.NO_VALIDATION);
    try {
      for (String reference : schema.references().values()) {
        var unused = parser.parse(ofWriters(reference));
      }
      return parser.parse(ofWriters(schema.text())).mainSchema();
    } catch (SchemaParseException e) {
      throw e;
    } catch (RuntimeException e) {
      // the library does not expect every JSON document
      throw new SchemaParseException("Avro cannot read it (" + e + ")");
    }
  }

  /** The text without what only readers use. */
  private static String ofWriters(String text) {
    try {
      JsonNode schema = JSON.readTree(text);
      strip(schema);
      return schema.toString();
    } catch (JsonProcessingException e) {
      throw new SchemaParseException("it is not JSON (" + e.getOriginalMessage() + ")");
    }
  }

  private static void strip(JsonNode schema) {
    if (schema.isArray()) {
      schema.forEach(AvroSchemas::strip);
    } else if (schema instanceof ObjectNode object) {
      object.remove(OF_READERS);
      requireSound(object);
      object.path("fields").forEach(AvroSchemas::strip);
      for (String part : List.of("type", "items", "values")) {
        strip(object.path(part));
      }
    }
  }

  private static void requireSound(ObjectNode schema) {
    String name = schema.path("name").asText();
    if (schema.path("type").asText().equals("fixed") && schema.path("size").isNumber()) {
      JsonNode size = schema.path("size");
      if (!size.canConvertToInt() || size.intValue() < 0 || size.intValue() > LARGEST_FIXED) {
        throw new SchemaParseException(
            "the fixed '" + name + "' has a size of " + size + " bytes, which no value can have");
      }
    }
    if (schema.path("type").asText().equals("enum")) {
      for (JsonNode symbol : schema.path("symbols")) {
        if (!symbol.isTextual()) {
          throw new SchemaParseException("the enum '" + name + "' has a symbol that is not text");
        }
      }
    }
  }
}
