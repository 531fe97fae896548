package io.sluice.job.start;

import io.sluice.job.mark.Marks;
import io.sluice.kafka.SourcePartition;
import org.jspecify.annotations.Nullable;

/**
 * The state of a table when a start is decided.
 *
 * @param id its Iceberg UUID, or null if the table does not exist
 */
public record TableState(@Nullable String id, Marks marks) {

  /** There is no such table. */
  public static final TableState ABSENT = new TableState(null, Marks.NONE);

  /** The table's mark for a partition, or 0 if there is none, which means the same. */
  long markOf(SourcePartition partition) {
    return marks.of(partition).orElse(0);
  }

  /**
   * The offset below which every record is durably stored, dead-lettered, or dropped: the mark, or
   * a higher offset if the table has no row above the mark.
   *
   * @param record the start record of the table, or null
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
