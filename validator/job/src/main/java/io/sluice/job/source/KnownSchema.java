package io.sluice.job.source;

import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * A schema on its way between readers and the coordinator, whose checkpoints keep all schemas, so
 * that a restart in an outage of the registry goes on with what was known.
 *
 * @param label as {@link SchemaRef#label()}
 * @param references texts by the name of the reference, in order
 */
record KnownSchema(
    String label, SchemaFormat format, String text, LinkedHashMap<String, String> references)
    implements SourceEvent {

  private static final long serialVersionUID = 1L;

  static KnownSchema of(SchemaRef ref, SchemaText schema) {
    return new KnownSchema(
        ref.label(), schema.format(), schema.text(), new LinkedHashMap<>(schema.references()));
  }

  SchemaRef ref() {
    String value = label.substring(label.indexOf(':') + 1);
    if (label.startsWith("id:")) {
      return new SchemaRef.Id(Integer.parseInt(value));
    }
    return label.startsWith("guid:")
        ? new SchemaRef.Guid(UUID.fromString(value))
        : new SchemaRef.Digest(value);
  }

  SchemaText schema() {
    Map<String, String> ordered = references;
    return new SchemaText(format, text, ordered);
  }
}
