package io.sluice.audit.report;

import org.jspecify.annotations.Nullable;

/**
 * The way in which a range of a partition was verified for a table.
 *
 * @param topicId Kafka's ID of the topic, or null if it does not exist
 * @param partition -1 for the topic as a whole
 * @param from the first offset
 * @param to exclusive
 * @param reason why it was not verified; null if it was
 * @param detail the reason as text, or an empty text
 * @param isDeclared whether a contract reads the topic now
 * @param isAccepted whether the user accepts the reason
 */
public record Coverage(
    String table,
    String topic,
    @Nullable String topicId,
    int partition,
    long from,
    long to,
    How how,
    @Nullable Reason reason,
    String detail,
    boolean isDeclared,
    boolean isAccepted) {

  /** The ways of verification. */
  public enum How {
    VALUES("by values"),
    COUNTS("by counts"),
    LEDGER("by the ledger only"),
    NOT("not verified");

    private final String label;

    How(String label) {
      this.label = label;
    }

    /** The way as text. */
    public String label() {
      return label;
    }
  }

  /** The reasons why a range was not verified. */
  public enum Reason {
    /** There are no records. */
    EMPTY("empty"),
    /** A permission is missing. */
    NO_RIGHT("no-right"),
    /** No mark, start record, or ledger entry shows which records must be accounted for. */
    NO_LIMIT("no-limit"),
    /** Kafka no longer has the records, and the ledger cannot verify them. */
    NO_SOURCE("no-source"),
    /** The table cannot be read. */
    NO_TABLE("no-table"),
    /** Rows do not show which of several topics with one name they belong to. */
    NO_TOPIC_ID("no-topic-id"),
    /** A schema that records need is no longer available. */
    NO_SCHEMA("no-schema"),
    /** The time limit was reached. */
    NO_TIME("no-time");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** The name of the reason in options and JSON. */
    public String label() {
      return label;
    }
  }

  /** Whether this is a gap that the user must fix or accept. */
  public boolean isGap() {
    return how == How.NOT && reason != Reason.EMPTY && isDeclared && !isAccepted;
  }

  /** The topic and partition. */
  public String place() {
    return partition < 0 ? topic : topic + "/" + partition;
  }
}
