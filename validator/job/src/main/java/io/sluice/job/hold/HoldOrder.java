package io.sluice.job.hold;

import java.io.Serializable;

/**
 * An order to hold the partitions of a contract.
 *
 * @param by the name of a person, or {@code breaker}
 * @param at the time of the order, in ISO 8601 and UTC
 */
public record HoldOrder(String pipeline, String contract, String by, String at, String reason)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The giver of orders from a circuit breaker. */
  public static final String BREAKER = "breaker";

  String key() {
    return pipeline + "/" + contract;
  }

  /** A human-readable text: why partitions are held, and how to resume. */
  public String explanation() {
    return "held by "
        + by
        + " since "
        + at
        + ": "
        + reason
        + "; to resume, run: sluice hold release --contract "
        + contract;
  }
}
