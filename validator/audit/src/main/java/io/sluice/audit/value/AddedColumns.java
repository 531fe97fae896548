package io.sluice.audit.value;

import java.util.List;
import java.util.Set;

/** The names of the columns that Sluice adds to tables. */
public final class AddedColumns {

  /** The columns that every table has; the topic's ID was added later. */
  public static final List<String> REQUIRED =
      List.of(
          "_kafka_topic",
          "_kafka_partition",
          "_kafka_offset",
          "_kafka_timestamp",
          "_origin_topic",
          "_origin_partition",
          "_origin_offset",
          "_replay_attempt",
          "_contract",
          "_schema",
          "_rules_version",
          "_warnings",
          "_validated_at");

  /** The columns whose content does not follow from the record; they are checked one by one. */
  public static final Set<String> NOT_OF_THE_RECORD =
      Set.of(
          "_kafka_topic",
          "_kafka_topic_id",
          "_kafka_partition",
          "_kafka_offset",
          "_rules_version",
          "_warnings",
          "_validated_at");

  private AddedColumns() {}
}
