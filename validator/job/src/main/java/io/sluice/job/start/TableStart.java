package io.sluice.job.start;

import io.sluice.failure.ConflictException;
import io.sluice.job.handover.GatedPartition.TableFilter;
import io.sluice.kafka.SourcePartition;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The start of one table on one source partition. The split carries it to filter the records of
 * that table.
 *
 * @param first records before this offset are not meant for this table
 * @param from records from {@code first} to here are already accounted for
 */
public record TableStart(long first, long from) implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * The records of the partition that the table needs now.
   *
   * @param record the start record, or null if there is none yet
   * @throws ConflictException if the table lacks records that this start relies on
   */
  public TableFilter filter(
      String table, SourcePartition partition, TableState state, @Nullable StartRecord record) {
    if (record != null) {
      requireContinued(table, partition, state, record);
    }
    long needed = Math.max(from, state.settled(partition, record));
    return new TableFilter(first, needed, state.markOf(partition));
  }

  private void requireContinued(
      String table, SourcePartition partition, TableState state, StartRecord record) {
    boolean hadMark = record.mark() != StartRecord.NO_MARK && state.markOf(partition) == 0;
    if (hadMark && record.isOf(state.id())) {
      throw new ConflictException(record.markLost(table, partition));
    }
    boolean isBehind = from > first && from > state.settled(partition, record);
    if (hadMark || isBehind) {
      throw new ConflictException(
          "table "
              + table
              + " was dropped, recreated, or rolled back, but the checkpoint resumes "
              + partition
              + " past records that the table no longer has. To read its topics again, start"
              + " without state.");
    }
  }

  /** A table that starts at the beginning of the partition. */
  public static final TableStart BEGINNING = new TableStart(0, 0);
}
