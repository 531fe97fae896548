package io.sluice.job.handover;

import io.sluice.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one record. The gate passes one on for every record, so that positions are known
 * downstream, one when a hold of a partition starts, and one when the position moves without a
 * record. The letter of a dead record is then in Kafka.
 *
 * @param offset of the record; for {@link RecordOutcome#POSITION}, the offset before the position
 * @param timestamp the record's Kafka timestamp, milliseconds since the epoch, -1 for none
 * @param rulesVersion of the contract that gave the verdict, or null
 * @param row null unless the record is to be stored
 */
public record Gated(
    GatedPartition partition,
    long offset,
    long timestamp,
    RecordOutcome outcome,
    @Nullable String rulesVersion,
    @Nullable Row row) {

  /**
   * An outcome that reports the position.
   *
   * @param position the offset of the next record
   */
  public static Gated position(GatedPartition partition, long position) {
    return new Gated(partition, position - 1, -1, RecordOutcome.POSITION, null, null);
  }

  /** An outcome that reports that the partition is held before a record. */
  public static Gated held(GatedPartition partition, long offset, long timestamp) {
    return new Gated(partition, offset, timestamp, RecordOutcome.HELD, null, null);
  }
}
