package io.sluice.job.start;

import io.sluice.job.mark.Marks;
import io.sluice.kafka.SourcePartition;
import org.jspecify.annotations.Nullable;

/**
 * A table as it is when a start is decided.
 *
 * @param id its Iceberg UUID, or null where there is no such table
 */
public record TableState(@Nullable String id, Marks marks) {

  /** There is no such table. */
  public static final TableState ABSENT = new TableState(null, Marks.NONE);

  /** The table's mark of a partition; 0 where it has none, which says the same. */
  long markOf(SourcePartition partition) {
    return marks.of(partition).orElse(0);
  }

  /**
   * Every record before this offset has been durably stored, dead-lettered, or dropped: the mark,
   * or further where no row of the table lies above the mark.
   *
   * @param record what is remembered of the table's start, or null
   */
  public long settled(SourcePartition partition, @Nullable StartRecord record) {
    long mark = markOf(partition);
    if (record == null) {
      return mark;
    }
    boolean knows =
        mark > 0
            ? record.speaksOf(id, mark)
            : record.isOf(id) && record.mark() == StartRecord.NO_MARK;
    return knows ? Math.max(mark, record.settled()) : mark;
  }
}
