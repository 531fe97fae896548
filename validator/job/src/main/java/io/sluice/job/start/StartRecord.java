package io.sluice.job.start;

import io.sluice.job.mark.Marks;
import io.sluice.kafka.SourcePartition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The start record of one table and one source partition, stored before its first record is read.
 *
 * @param tableId the Iceberg UUID of the table, or null while the table does not exist
 * @param first the offset at which reading for this table started; records before it are not meant
 *     for this table
 * @param settled every record below this offset is accounted for, and the table has no row between
 *     its mark and this offset
 * @param mark the mark of the table that {@code settled} was raised above, or {@link #NO_MARK}
 *     while the table had none
 */
public record StartRecord(@Nullable String tableId, long first, long settled, long mark) {

  /** The table had no mark of the partition. */
  public static final long NO_MARK = -1;

  /** Reading starts, and nothing is settled yet. */
  static StartRecord at(@Nullable String tableId, long first) {
    return new StartRecord(tableId, first, first, NO_MARK);
  }

  /** The record of a table that has a mark. */
  StartRecord marked(@Nullable String table, long offset) {
    return new StartRecord(table, first, Math.max(settled, offset), offset);
  }

  /**
   * Raises the settled offset, never lowers it.
   *
   * @param base the table's mark, above which the table has no rows; 0 if it may have no mark
   */
  StartRecord raised(long to, long base) {
    if (base > 0 && mark == NO_MARK) {
      // from a run that knew a different table, which was dropped since
      return this;
    }
    return new StartRecord(
        tableId, first, Math.max(settled, to), base > 0 ? Math.max(mark, base) : mark);
  }

  /** Whether this table has had a mark, according to the record. */
  boolean hasMarkOf(String table) {
    return table.equals(tableId) && mark != NO_MARK;
  }

  /**
   * Whether it knew this same table with a mark up to this one. If the mark is lower than the known
   * one, someone lowered it on purpose, and the records above it must be read again.
   */
  boolean speaksOf(@Nullable String table, long tableMark) {
    return table != null && hasMarkOf(table) && mark <= tableMark;
  }

  /** The message that the table has lost the mark of this record. */
  String markLost(String table, SourcePartition partition) {
    return "table "
        + table
        + " has no mark for "
        + partition
        + ", but it had mark "
        + mark
        + ": the table was rolled back, or its property "
        + Marks.PROPERTY
        + " was changed. Restore the property. To read everything again instead, drop the table.";
  }

  /** Whether it belongs to this table, and not to one that was dropped since. */
  boolean isOf(@Nullable String table) {
    return tableId == null || Objects.equals(tableId, table);
  }
}
