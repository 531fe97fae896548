package io.sluice.audit.report;

import org.jspecify.annotations.Nullable;

/**
 * How a range of a partition was verified for a table.
 *
 * @param topicId Kafka's id of the topic, or null where it does not exist
 * @param partition -1 for the topic as a whole
 * @param from the first offset
 * @param to exclusive
 * @param reason why it was not verified; null where it was
 * @param detail the same for people, or an empty text
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

  /** What an audit may have looked at. */
  public enum How {
    VALUES("by values"),
    COUNTS("by counts"),
    LEDGER("by the ledger only"),
    NOT("not verified");

    private final String label;

    How(String label) {
      this.label = label;
    }

    /** For people. */
    public String label() {
      return label;
    }
  }

  /** Why something was not verified. */
  public enum Reason {
    /** There are no records. */
    EMPTY("empty"),
    /** A right is missing. */
    NO_RIGHT("no-right"),
    /** Nothing that lasts says up to where, or from where on, records must have a place. */
    NO_LIMIT("no-limit"),
    /** Kafka no longer has the records, and the ledger does not speak of them. */
    NO_SOURCE("no-source"),
    /** The table cannot be read. */
    NO_TABLE("no-table"),
    /** Rows do not tell of which of several topics of one name they are. */
    NO_TOPIC_ID("no-topic-id"),
    /** Records name schemas, or were judged by schema files, that cannot be had any more. */
    NO_SCHEMA("no-schema"),
    /** The time that was given was over. */
    NO_TIME("no-time");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** As options and JSON name it. */
    public String label() {
      return label;
    }
  }

  /** Whether somebody must know. */
  public boolean isGap() {
    return how == How.NOT && reason != Reason.EMPTY && isDeclared && !isAccepted;
  }

  /** The topic and partition. */
  public String place() {
    return partition < 0 ? topic : topic + "/" + partition;
  }
}
