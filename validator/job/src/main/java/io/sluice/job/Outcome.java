package io.sluice.job;

/** What became of a record, as the ledger counts it. */
public enum Outcome {
  CLEAN,
  WARNED,
  DEAD,
  TOMBSTONE,
  UNMATCHED,
  /** Not judged: everything has it already. */
  PASSED,
  /** Not judged yet: the partition is held before this record. */
  HELD
}
