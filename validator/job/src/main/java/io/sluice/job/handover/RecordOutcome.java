package io.sluice.job.handover;

/** The outcome of a record, as the ledger counts it. */
public enum RecordOutcome {
  CLEAN,
  WARNED,
  DEAD,
  TOMBSTONE,
  UNMATCHED,
  /** Not counted: everything that needs it already has it, or nothing needs it. */
  IN_PLACE,
  /** No record: reading starts here, or the position passed offsets without a record. */
  POSITION,
  /**
   * Not passed on yet: the partition is held before this record, for its schema or by a rule.
   * Reported once for each hold. Holds by order, for a letter, or for a right are not reported
   * here.
   */
  HELD
}
