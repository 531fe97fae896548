package io.sluice.job.hold;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A partition that waits.
 *
 * @param offset of the record that it waits before
 * @param contract of that record, or null where it is not known
 * @param since when it began to wait, as ISO 8601 in UTC
 * @param reason for people
 */
public record HeldPartition(
    String topic,
    String topicId,
    int partition,
    long offset,
    Kind kind,
    @Nullable String contract,
    String since,
    String reason)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** A schema cannot be had. */
    OUTAGE("schema"),
    /** A rule says halt. */
    HALT("rule"),
    /** A person or a breaker ordered it. */
    ORDER("order"),
    /** The dead letter of the record cannot be written. */
    DEAD_LETTER("dead_letter"),
    /** The job has no right to read the topic. */
    RIGHT("right");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The label of metrics. */
    public String label() {
      return label;
    }
  }
}
