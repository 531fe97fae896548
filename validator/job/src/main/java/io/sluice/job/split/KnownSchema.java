package io.sluice.job.split;

import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceEvent;
import org.jspecify.annotations.Nullable;

/**
 * A schema that readers and the coordinator exchange. Checkpoints of the coordinator store all
 * schemas, so a restart during an outage of the registry continues with the known ones.
 *
 * @param label as {@link SchemaRef#label()}
 * @param references texts by the name of the reference, in order
 * @param version its number in the subject in the label, or null
 * @param since when it was first fetched, milliseconds since the epoch; 0 if that is not known
 */
public record KnownSchema(
    String label,
    SchemaFormat format,
    String text,
    LinkedHashMap<String, String> references,
    @Nullable Integer version,
    long since)
    implements SourceEvent {

  private static final long serialVersionUID = 1L;

  public static KnownSchema of(SchemaRef ref, SchemaText schema, long since) {
    return new KnownSchema(
        ref.label(),
        schema.format(),
        schema.text(),
        new LinkedHashMap<>(schema.references()),
        schema.version(),
        since);
  }

  public SchemaRef ref() {
    return SchemaRef.parse(label);
  }

  public SchemaText schema() {
    Map<String, String> ordered = references;
    return new SchemaText(format, text, ordered, version);
  }
}
