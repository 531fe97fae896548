package io.sluice.cli;

/** Forms of a result. */
enum Output {
  /** For people. */
  TEXT,
  /** For machines. */
  JSON
}
