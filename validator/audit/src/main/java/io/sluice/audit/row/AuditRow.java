package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the audit takes from one row. A reader gives the same object for every row, with what the
 * next one says.
 */
public final class AuditRow {

  /** The columns that it has as they are. */
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

  /** Stands for a number that is null. */
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

  /** Over the columns whose content follows from the record. */
  long sum;

  AuditRow() {
    clear();
  }

  /** As a row is that has only nulls. */
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

  /** {@link #ABSENT} for null. */
  public long partition() {
    return partition;
  }

  /** {@link #ABSENT} for null. */
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

  /** {@link #ABSENT} for null. */
  public long originPartition() {
    return originPartition;
  }

  /** {@link #ABSENT} for null. */
  public long originOffset() {
    return originOffset;
  }

  /** Microseconds since the epoch; {@link #ABSENT} for null. */
  public long validatedAt() {
    return validatedAt;
  }

  public @Nullable List<String> warnings() {
    return warnings;
  }

  /** The hash of what the row holds, bound to its offset. */
  public long hash() {
    return Hash.row(offset, sum);
  }
}
