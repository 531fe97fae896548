package io.sluice.job.lake.table;

import io.sluice.failure.ConflictException;
import io.sluice.job.mark.Marks;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/** Reads the marks of a table, checked against its history. */
public final class CheckedMarks {

  private CheckedMarks() {}

  /**
   * The marks of a table, checked against its history.
   *
   * @throws ConflictException if the table was rolled back: a rollback moves rows but not
   *     properties, so the marks would cover missing rows
   */
  public static Marks of(Table table) {
    Marks marks = Marks.parse(table.name(), table.properties().get(Marks.PROPERTY));
    String newest = newestSequence(table);
    boolean lost = newest == null && marks.sequence() > 0 && hasWholeHistory(table);
    if (lost || (newest != null && !newest.equals(Long.toString(marks.sequence())))) {
      throw new ConflictException(
          "table "
              + table.name()
              + " was rolled back or its properties were changed: its marks have sequence "
              + marks.sequence()
              + ", but the newest snapshot that Sluice wrote has "
              + (newest == null ? "none" : newest)
              + ". Rows are missing. Roll the table forward again, or set its property "
              + Marks.PROPERTY
              + " to the marks that belong to the snapshot. Then start without state.");
    }
    return marks;
  }

  /** Whether no snapshot of the table's history has been expired. */
  private static boolean hasWholeHistory(Table table) {
    Snapshot oldest = null;
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      oldest = snapshot;
    }
    return oldest == null || oldest.parentId() == null;
  }

  private static @Nullable String newestSequence(Table table) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      String sequence = snapshot.summary().get(Marks.SEQUENCE);
      if (sequence != null) {
        return sequence;
      }
    }
    return null;
  }
}
