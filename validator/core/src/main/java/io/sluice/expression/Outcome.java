package io.sluice.expression;

/** What evaluating a condition gave. */
public enum Outcome {
  PASS,
  FAIL,
  /** It could not be evaluated on this event; never counted as a pass. */
  ERROR
}
