package io.sluice.language.avro;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.failure.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * The Avro types that each logical type can annotate.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#logical-types">Logical Types</a>
 */
final class AvroLogicalTypes {

  private static final Map<String, List<Schema.Type>> TYPES = new TreeMap<>();

  static {
    TYPES.put("decimal", List.of(Schema.Type.BYTES, Schema.Type.FIXED));
    TYPES.put("big-decimal", List.of(Schema.Type.BYTES));
    TYPES.put("uuid", List.of(Schema.Type.STRING, Schema.Type.FIXED));
    TYPES.put("date", List.of(Schema.Type.INT));
    TYPES.put("time-millis", List.of(Schema.Type.INT));
    TYPES.put("duration", List.of(Schema.Type.FIXED));
    for (String ofLong :
        List.of(
            "time-micros",
            "timestamp-millis",
            "timestamp-micros",
            "timestamp-nanos",
            "local-timestamp-millis",
            "local-timestamp-micros",
            "local-timestamp-nanos")) {
      TYPES.put(ofLong, List.of(Schema.Type.LONG));
    }
  }

  private AvroLogicalTypes() {}

  /** Why Avro ignores a logical type, and what to write instead. */
  static String reason(String name, JsonNode json, Schema schema) {
    List<Schema.Type> types = TYPES.get(name);
    if (types == null) {
      return "there is no logical type with this name" + Suggestion.among(name, TYPES.keySet());
    }
    if (!types.contains(schema.getType())) {
      return "it is for "
          + types.stream().map(Schema.Type::getName).collect(Collectors.joining(" or "))
          + ", but this type is "
          + schema.getType().getName();
    }
    return switch (name) {
      case "decimal" -> decimal(json, schema);
      case "duration" -> "a duration must be a fixed type of size 12";
      case "uuid" -> "a UUID must be a fixed type of size 16";
      default -> "its attributes are not valid";
    };
  }

  private static String decimal(JsonNode json, Schema schema) {
    JsonNode precision = json.path("precision");
    JsonNode scale = json.path("scale");
    if (!precision.isInt() || precision.intValue() <= 0) {
      return "'precision' must be a whole number greater than 0";
    }
    if (!scale.isMissingNode() && (!scale.isInt() || scale.intValue() < 0)) {
      return "'scale' must be a whole number, 0 or more";
    }
    if (scale.asInt() > precision.intValue()) {
      return "'scale' must not be greater than 'precision'";
    }
    return "a fixed type of " + schema.getFixedSize() + " bytes cannot store that many digits";
  }
}
