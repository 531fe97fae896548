package io.sluice.job.handover;

/** What became of a record, as the ledger counts it. */
public enum RecordOutcome {
  CLEAN,
  WARNED,
  DEAD,
  TOMBSTONE,
  UNMATCHED,
  /** Not stored: everything that needs it has it already. */
  IN_PLACE,
  /** No record: reading starts here, or the position has passed offsets that hold no record. */
  POSITION,
  /** Not judged yet: the partition is held before this record. */
  HELD
}
