package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit's data of one row. A reader reuses one object for all rows. */
public final class AuditRow {

  /** The columns whose values it has. */
  public static final List<String> COLUMNS =
      List.of(
          "_kafka_topic",
          "_kafka_topic_id",
          "_kafka_partition",
          "_kafka_offset",
          "_contract",
          "_rules_version",
          "_origin_topic",
          "_origin_partition",
          "_origin_offset",
          "_validated_at",
          "_warnings");

  /** The value for a number that is null. */
  public static final long ABSENT = Long.MIN_VALUE;

  @Nullable String topic;
  @Nullable String topicId;
  long partition;
  long offset;
  @Nullable String contract;
  @Nullable String rulesVersion;
  @Nullable String originTopic;
  long originPartition;
  long originOffset;
  long validatedAt;
  @Nullable List<String> warnings;

  /** The sum of hashes over the columns whose content follows from the record. */
  long sum;

  AuditRow() {
    clear();
  }

  /** Resets all values to null. */
  void clear() {
    topic = null;
    topicId = null;
    partition = ABSENT;
    offset = ABSENT;
    contract = null;
    rulesVersion = null;
    originTopic = null;
    originPartition = ABSENT;
    originOffset = ABSENT;
    validatedAt = ABSENT;
    warnings = null;
    sum = 0;
  }

  /** Adds a column to the hash. */
  void add(long name, long hash) {
    if (name != 0 && hash != Hash.NULL) {
      sum += Hash.at(name, hash);
    }
  }

  public @Nullable String topic() {
    return topic;
  }

  public @Nullable String topicId() {
    return topicId;
  }

  /** The partition, or {@link #ABSENT}. */
  public long partition() {
    return partition;
  }

  /** The offset, or {@link #ABSENT}. */
  public long offset() {
    return offset;
  }

  public @Nullable String contract() {
    return contract;
  }

  public @Nullable String rulesVersion() {
    return rulesVersion;
  }

  public @Nullable String originTopic() {
    return originTopic;
  }

  /** The origin's partition, or {@link #ABSENT}. */
  public long originPartition() {
    return originPartition;
  }

  /** The origin's offset, or {@link #ABSENT}. */
  public long originOffset() {
    return originOffset;
  }

  /** The time of validation in microseconds since the epoch, or {@link #ABSENT}. */
  public long validatedAt() {
    return validatedAt;
  }

  public @Nullable List<String> warnings() {
    return warnings;
  }

  /** The hash of the row, which includes its offset. */
  public long hash() {
    return Hash.row(offset, sum);
  }
}
