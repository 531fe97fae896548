package io.sluice.job.hold;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A held partition.
 *
 * @param offset of the record before which it is held
 * @param contract of that record, or null if unknown
 * @param since the start of the hold, in ISO 8601 and UTC
 * @param reason a human-readable reason
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

  /** The kind of a hold, by its cause. */
  public enum Kind {
    /** A schema cannot be fetched. */
    OUTAGE("schema"),
    /** A rule with {@code onFailure: halt} failed. */
    HALT("rule"),
    /** An operator or a circuit breaker ordered the hold. */
    ORDER("order"),
    /** The dead letter of the record cannot be written. */
    DEAD_LETTER("dead_letter"),
    /** The job does not have permission to read the topic. */
    RIGHT("right");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The value of the metric label {@code reason}. */
    public String label() {
      return label;
    }
  }
}
