package io.sluice.job.handover;

import io.sluice.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * What the gate says of one record. There is one for every record that it passes, so that positions
 * are known downstream whatever became of records, one where a partition begins to be held, and one
 * where the position moves without a record. The letter of a dead record is in Kafka by then.
 *
 * @param offset of the record; of {@link RecordOutcome#POSITION} the one before the position
 * @param timestamp the record's Kafka timestamp, milliseconds since the epoch, -1 for none
 * @param rulesVersion of the contract that judged it, or null where there was none
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
   * What says where the position is.
   *
   * @param position the offset of the next record
   */
  public static Gated position(GatedPartition partition, long position) {
    return new Gated(partition, position - 1, -1, RecordOutcome.POSITION, null, null);
  }

  /** What says that the partition is held before a record. */
  public static Gated held(GatedPartition partition, long offset, long timestamp) {
    return new Gated(partition, offset, timestamp, RecordOutcome.HELD, null, null);
  }
}
