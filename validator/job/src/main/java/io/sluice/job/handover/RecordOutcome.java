package io.sluice.job.handover;

/** What became of a record, as the ledger counts it. */
public enum RecordOutcome {
  CLEAN,
  WARNED,
  DEAD,
  TOMBSTONE,
  UNMATCHED,
  /** Not counted: everything that needs it has it already, or nothing is meant to have it. */
  IN_PLACE,
  /** No record: reading starts here, or the position has passed offsets that hold no record. */
  POSITION,
  /**
   * Not passed on yet: the partition is held before this record, for its schema or by a rule. Said
   * once for each hold; holds by order, for a letter, or for a right are not said here.
   */
  HELD
}
