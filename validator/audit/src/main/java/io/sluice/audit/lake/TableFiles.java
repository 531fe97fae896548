package io.sluice.audit.lake;

import io.sluice.audit.report.Findings;
import io.sluice.audit.row.AuditRow;
import io.sluice.audit.row.RowReaders;
import io.sluice.failure.OutageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * The data files of one snapshot of a table, read one by one, so that a lost file does not affect
 * the others.
 */
public final class TableFiles {

  private final String name;
  private final Table table;
  private final LostFiles lost;
  private final FilePlanner planner;

  public TableFiles(String name, Table table, Findings findings) {
    Snapshot snapshot = table.currentSnapshot();
    this.name = name;
    this.table = table;
    this.lost = new LostFiles(name, table, snapshot, findings);
    this.planner = new FilePlanner(name, table, snapshot, lost);
  }

  /**
   * A file to read.
   *
   * @param task null if the table's manifests are damaged, so that deletes are unknown
   * @param committed the latest time at which the file was committed
   */
  public record File(DataFile data, @Nullable FileScanTask task, Instant committed) {}

  /** The files that may have rows of the filter; lost manifests are findings. */
  public List<File> plan(Expression filter) {
    return planner.plan(filter);
  }

  /**
   * Reads the rows of a file.
   *
   * @param columns the columns to read
   * @param values whether to hash the rows
   * @param fresh creates a receiver of the rows; called again if the first attempt fails
   * @return the receiver of all rows; null if the file is lost or damaged, which is a finding
   * @throws OutageException if the storage does not respond
   */
  public <T extends Consumer<AuditRow>> @Nullable T readRows(
      File file, Schema columns, boolean values, Supplier<T> fresh) {
    return read(file, () -> openRows(file, columns, values), fresh);
  }

  /** Reads the rows of a file that a filter may accept, as records. */
  public <T extends Consumer<Record>> @Nullable T readRecords(
      File file, Schema columns, Expression filter, Supplier<T> fresh) {
    return read(file, () -> open(file, columns, filter), fresh);
  }

  private <R, T extends Consumer<R>> @Nullable T read(
      File file, Supplier<CloseableIterable<R>> open, Supplier<T> fresh) {
    for (int attempt = 1; ; attempt++) {
      T rows = fresh.get();
      try (CloseableIterable<R> all = opened(open)) {
        CloseableIterator<R> iterator = iterator(all);
        while (hasNext(iterator)) {
          rows.accept(next(iterator));
        }
        return rows;
      } catch (Unreadable e) {
        if (lost.report(file, e.failure)) {
          return null;
        }
        if (attempt == 2) {
          lost.reportDamaged(file, e.failure);
          return null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close a file of table " + name, e);
      }
    }
  }

  /** A failure of the file, not of the receiver of its rows. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;

    private Unreadable(RuntimeException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private static <R> CloseableIterator<R> iterator(CloseableIterable<R> rows) {
    try {
      return rows.iterator();
    } catch (RuntimeException e) {
      throw new Unreadable(e);
    }
  }

  private static boolean hasNext(CloseableIterator<?> rows) {
    try {
      return rows.hasNext();
    } catch (RuntimeException e) {
      throw new Unreadable(e);
    }
  }

  private static <R> R next(CloseableIterator<R> rows) {
    try {
      return rows.next();
    } catch (RuntimeException e) {
      throw new Unreadable(e);
    }
  }

  private static <R> CloseableIterable<R> opened(Supplier<CloseableIterable<R>> open) {
    try {
      return open.get();
    } catch (RuntimeException e) {
      throw new Unreadable(e);
    }
  }

  private CloseableIterable<AuditRow> openRows(File file, Schema columns, boolean values) {
    return RowReaders.isDirect(file.data().format()) && !hasDeletes(file)
        ? RowReaders.direct(table.io().newInputFile(file.data().location()), columns, values)
        : RowReaders.of(open(file, columns, Expressions.alwaysTrue()), columns, values);
  }

  private static boolean hasDeletes(File file) {
    FileScanTask task = file.task();
    return task != null && !task.deletes().isEmpty();
  }

  private CloseableIterable<Record> open(File file, Schema columns, Expression filter) {
    FileScanTask task = file.task();
    GenericDeleteFilter deletes =
        task == null || task.deletes().isEmpty()
            ? null
            : new GenericDeleteFilter(table.io(), task, table.schema(), columns);
    CloseableIterable<Record> rows =
        FormatModelRegistry.<Record, Object>readBuilder(
                file.data().format(), Record.class, table.io().newInputFile(file.data().location()))
            .project(deletes == null ? columns : deletes.requiredSchema())
            .filter(filter)
            .build();
    return deletes == null ? rows : deletes.filter(rows);
  }
}
