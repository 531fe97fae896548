package io.sluice.job.hold;

import java.io.Serializable;

/**
 * The wish that the partitions of a contract wait.
 *
 * @param by a person, or {@code breaker}
 * @param at when, as ISO 8601 in UTC
 */
public record HoldOrder(String pipeline, String contract, String by, String at, String reason)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Who gives orders that no person gave. */
  public static final String BREAKER = "breaker";

  String key() {
    return pipeline + "/" + contract;
  }

  /** For people: why partitions wait, and how to go on. */
  public String explanation() {
    return "held by "
        + by
        + " since "
        + at
        + ": "
        + reason
        + "; to go on: sluice hold release --contract "
        + contract;
  }
}
