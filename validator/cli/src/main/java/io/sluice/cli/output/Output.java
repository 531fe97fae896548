package io.sluice.cli.output;

/** Forms of a result. */
public enum Output {
  /** For people. */
  TEXT,
  /** For machines. */
  JSON
}
