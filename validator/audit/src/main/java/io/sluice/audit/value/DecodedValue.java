package io.sluice.audit.value;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A value or key decoded by the audit.
 *
 * @param value Avro's generic data, or a JsonNode
 * @param schema of Avro data; null for JSON
 * @param name the record's full name in Avro, the schema's title in JSON Schema; null for none
 * @param label the schema in the form of the audit column {@code _schema}; null if there is none
 */
public record DecodedValue(
    Object value, @Nullable Schema schema, @Nullable String name, @Nullable String label) {

  /** The value as JSON. */
  JsonNode json() {
    return (JsonNode) value;
  }
}
