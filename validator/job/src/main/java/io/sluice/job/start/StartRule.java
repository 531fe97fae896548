package io.sluice.job.start;

/**
 * A row of the table "Where reading starts". For each table of a partition, the first match
 * decides.
 */
public enum StartRule {
  /** The table has a mark. */
  MARK(1, "the table's mark"),
  /** The table was dropped, or a different table has its name now. */
  TABLE_DROPPED(2, "the table was dropped or recreated, so reading starts over"),
  /** The table has no mark yet, but reading for it has started. */
  SETTLED(3, "all lower offsets are settled, and the table has no mark for the partition yet"),
  /** Kafka now has a different topic with that name. */
  TOPIC_RECREATED(4, "the topic was recreated, so reading starts at the beginning"),
  /** The topic is known for the table; this partition, or the whole topic, came later. */
  KNOWN_TOPIC(5, "the partition is new on a topic that the table already reads"),
  /** Nothing is known. */
  START_FROM(6, "the topic is new to the table, so startFrom decides");

  private final int row;
  private final String reason;

  StartRule(int row, String reason) {
    this.row = row;
    this.reason = reason;
  }

  /** A human-readable text: the row of the table, and why it matched. */
  @Override
  public String toString() {
    return "rule " + row + ": " + reason;
  }
}
