package io.sluice.job.start;

import io.sluice.failure.ConflictException;
import io.sluice.job.handover.GatedPartition.TableFilter;
import io.sluice.kafka.SourcePartition;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where one table starts on one source partition. Travels with the partition and filters the
 * records of that table.
 *
 * @param first records before this offset are not meant for this table
 * @param from records from {@code first} to here have their place already
 */
public record TableStart(long first, long from) implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * What the table needs of the partition now.
   *
   * @param record what is remembered of the start, or null where nothing is yet
   * @throws ConflictException where the table has not what this start relies on
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
              + " was dropped, recreated, or set back, but the checkpoint continues "
              + partition
              + " where the table ended before. To read its topics again, start without state.");
    }
  }

  /** A table that starts at the beginning of the partition. */
  public static final TableStart BEGINNING = new TableStart(0, 0);
}
