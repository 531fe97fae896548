package io.sluice.audit.value;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The expected {@link RowHash} of the audit columns that follow from a record. */
final class AuditHash {

  private final long timestamp;
  private final long contract;
  private final long schema;
  private final long originTopic;
  private final long originPartition;
  private final long originOffset;
  private final long replayAttempt;
  private final long traceId;

  AuditHash(Schema table) {
    Set<String> columns =
        table.columns().stream().map(Types.NestedField::name).collect(Collectors.toSet());
    this.timestamp = name(columns, "_kafka_timestamp");
    this.contract = name(columns, "_contract");
    this.schema = name(columns, "_schema");
    this.originTopic = name(columns, "_origin_topic");
    this.originPartition = name(columns, "_origin_partition");
    this.originOffset = name(columns, "_origin_offset");
    this.replayAttempt = name(columns, "_replay_attempt");
    this.traceId = name(columns, TraceIds.COLUMN);
  }

  /** The hash of the column's name; 0 if there is no such column. */
  private static long name(Set<String> columns, String column) {
    return columns.contains(column) ? Hash.name(column) : 0;
  }

  /**
   * The sum over the columns.
   *
   * @param contractHash the hash of the contract's name
   * @param schemaHash the hash of the schema's label; {@link Hash#NULL} for none
   * @param isReplay whether to trust the headers of a replay
   * @param isTraced whether rows have the trace IDs of their records
   */
  long of(
      ConsumerRecord<byte[], byte[]> record,
      long contractHash,
      long schemaHash,
      boolean isReplay,
      boolean isTraced) {
    Long time = AuditValues.micros(record.timestamp());
    long sum = at(timestamp, time == null ? Hash.NULL : Hash.integer(time));
    sum += at(contract, contractHash) + at(schema, schemaHash);
    ClaimedOrigin origin = isReplay ? ClaimedOrigin.of(record) : null;
    if (origin != null) {
      sum += at(originTopic, Hash.text(origin.topic()));
      sum += at(originPartition, Hash.integer(origin.partition()));
      sum += at(originOffset, Hash.integer(origin.offset()));
      sum += at(replayAttempt, Hash.integer(origin.attempt()));
    }
    @Nullable String trace = isTraced && traceId != 0 ? TraceIds.of(record) : null;
    return trace == null ? sum : sum + at(traceId, Hash.text(trace));
  }

  private static long at(long name, long hash) {
    return name == 0 || hash == Hash.NULL ? 0 : Hash.at(name, hash);
  }
}
