package io.sluice.expression;

/** The result of evaluating a condition. */
public enum Outcome {
  PASS,
  FAIL,
  /** The condition could not be evaluated on this event. Never counts as a pass. */
  ERROR
}
