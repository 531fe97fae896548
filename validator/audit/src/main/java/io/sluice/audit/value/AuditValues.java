package io.sluice.audit.value;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The expected values of the audit columns that follow from a record. */
final class AuditValues {

  private AuditValues() {}

  /**
   * The values by column; null for columns that must be null.
   *
   * @param contract the contract's name
   */
  static Map<String, @Nullable Object> of(
      ConsumerRecord<byte[], byte[]> record,
      String contract,
      @Nullable String schema,
      boolean isReplay) {
    ClaimedOrigin origin = isReplay ? ClaimedOrigin.of(record) : null;
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("_kafka_timestamp", micros(record.timestamp()));
    values.put("_contract", contract);
    values.put("_schema", schema);
    values.put("_origin_topic", origin == null ? null : origin.topic());
    values.put("_origin_partition", origin == null ? null : origin.partition());
    values.put("_origin_offset", origin == null ? null : origin.offset());
    values.put("_replay_attempt", origin == null ? null : origin.attempt());
    return values;
  }

  /** The time in microseconds, or null if a timestamp column cannot store it. */
  static @Nullable Long micros(long millis) {
    return millis < 0 || millis > Long.MAX_VALUE / 1000 ? null : millis * 1000;
  }

  /** The first column that differs, or null. */
  static @Nullable String firstDifference(Map<String, @Nullable Object> values, Record row) {
    for (Map.Entry<String, @Nullable Object> one : values.entrySet()) {
      if (row.struct().field(one.getKey()) != null
          && !Objects.equals(one.getValue(), plain(row.getField(one.getKey())))) {
        return one.getKey();
      }
    }
    return null;
  }

  private static @Nullable Object plain(@Nullable Object stored) {
    return stored instanceof OffsetDateTime time ? (Object) RowHash.micros(time) : stored;
  }
}
