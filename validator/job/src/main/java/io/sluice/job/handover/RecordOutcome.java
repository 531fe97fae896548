package io.sluice.job.handover;

/** The outcome of a record, as the ledger counts it. */
public enum RecordOutcome {
  CLEAN,
  WARNED,
  DEAD,
  TOMBSTONE,
  UNMATCHED,
  /** Not counted, because everything that needs the record already has it, or nothing needs it. */
  IN_PLACE,
  /** No record: reading starts here, or the position passed offsets without a record. */
  POSITION,
  /**
   * Not passed on yet: the partition is held before this record, because of its schema or a rule.
   * Reported once for each hold. Ordered holds, and holds because of a letter or a missing
   * permission, are not reported here.
   */
  HELD
}
