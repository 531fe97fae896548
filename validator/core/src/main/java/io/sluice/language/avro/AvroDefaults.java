package io.sluice.language.avro;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.Schema;

/**
 * The JSON values that can be defaults of a type.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#schema-record">Field default
 *     values</a>
 */
final class AvroDefaults {

  private AvroDefaults() {}

  /** Whether a value can be the default of a field. For a union, the value can match any branch. */
  static boolean fits(JsonNode value, Schema schema) {
    return switch (schema.getType()) {
      case NULL -> value.isNull();
      case BOOLEAN -> value.isBoolean();
      case INT -> value.isIntegralNumber() && value.canConvertToInt();
      case LONG -> value.isIntegralNumber() && value.canConvertToLong();
      case FLOAT, DOUBLE -> value.isNumber() || isNumberText(value);
      case STRING -> value.isTextual();
      case BYTES -> isBytes(value);
      case FIXED -> isBytes(value) && value.textValue().length() == schema.getFixedSize();
      case ENUM -> value.isTextual() && schema.hasEnumSymbol(value.textValue());
      case ARRAY -> value.isArray() && allFit(value, schema.getElementType());
      case MAP -> value.isObject() && allFit(value, schema.getValueType());
      case UNION -> schema.getTypes().stream().anyMatch(branch -> fits(value, branch));
      case RECORD -> value.isObject() && fieldsFit(value, schema);
    };
  }

  /** Whether a text is the notation of Avro's libraries for a number that JSON does not have. */
  private static boolean isNumberText(JsonNode value) {
    return value.isTextual() && value.textValue().matches("NaN|-?Infinity");
  }

  /** Each character represents a byte. */
  private static boolean isBytes(JsonNode value) {
    return value.isTextual() && value.textValue().chars().allMatch(c -> c <= 0xff);
  }

  private static boolean allFit(JsonNode values, Schema schema) {
    for (JsonNode value : values) {
      if (!fits(value, schema)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Fields that are missing in the default are not checked, because they can have their own
   * default.
   */
  private static boolean fieldsFit(JsonNode value, Schema schema) {
    return schema.getFields().stream()
        .allMatch(
            field -> !value.has(field.name()) || fits(value.get(field.name()), field.schema()));
  }

  /** A description of the allowed defaults. */
  static String words(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> "null";
      case BOOLEAN -> "true or false";
      case INT -> "a 32-bit whole number";
      case LONG -> "a 64-bit whole number";
      case FLOAT, DOUBLE -> "a number";
      case STRING -> "a string";
      case BYTES -> "a string of characters up to U+00FF";
      case FIXED ->
          "a string of " + schema.getFixedSize() + " characters up to U+00FF, one for each byte";
      case ENUM -> "one of the symbols of '" + schema.getName() + "'";
      case ARRAY -> "an array of valid elements";
      case MAP -> "an object with valid values";
      case UNION -> "a value of one of the branches";
      case RECORD -> "an object that matches '" + schema.getName() + "'";
    };
  }
}
