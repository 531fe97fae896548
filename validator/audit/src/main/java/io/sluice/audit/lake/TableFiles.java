package io.sluice.audit.lake;

import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.row.AuditRow;
import io.sluice.audit.row.RowReaders;
import io.sluice.failure.OutageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
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
import org.apache.iceberg.io.InputFile;
import org.jspecify.annotations.Nullable;

/** The data files of one snapshot of a table, read one by one: a lost file loses no other. */
public final class TableFiles {

  private final String name;
  private final Table table;
  private final @Nullable Snapshot snapshot;
  private final Findings findings;

  /** When snapshots were committed, by sequence number. */
  private final TreeMap<Long, Long> commits = new TreeMap<>();

  public TableFiles(String name, Table table, Findings findings) {
    this.name = name;
    this.table = table;
    this.snapshot = table.currentSnapshot();
    this.findings = findings;
    table.snapshots().forEach(one -> commits.put(one.sequenceNumber(), one.timestampMillis()));
  }

  /**
   * A file to read.
   *
   * @param task null where the table's manifests are damaged, so that deletes are not known
   * @param committed not later than this the file entered the table
   */
  public record File(DataFile data, @Nullable FileScanTask task, Instant committed) {}

  /** The files that may have rows of the filter; lost manifests are findings. */
  public List<File> plan(Expression filter) {
    Snapshot current = snapshot;
    if (current == null) {
      return List.of();
    }
    List<ManifestFile> manifests;
    try {
      manifests = current.allManifests(table.io());
    } catch (RuntimeException e) {
      lost(current.manifestListLocation(), null, e);
      return List.of();
    }
    Set<String> damaged = new HashSet<>();
    for (ManifestFile manifest : manifests) {
      InputFile file = table.io().newInputFile(manifest.path());
      if (!exists(file) || length(file) != manifest.length()) {
        lost(manifest.path(), manifest.length(), null);
        damaged.add(manifest.path());
      }
    }
    if (damaged.isEmpty()) {
      try {
        return planned(current, filter);
      } catch (RuntimeException e) {
        // a manifest is damaged at its right length; reading them one by one shows which
        List<File> files = readable(manifests, damaged);
        if (damaged.isEmpty()) {
          // without the plan, deletes are not known, and deleted rows would count
          throw new OutageException(
              "the files of table " + name + " cannot be listed: " + reason(e), e);
        }
        return files;
      }
    }
    return readable(manifests, damaged);
  }

  private List<File> planned(Snapshot current, Expression filter) {
    List<File> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(current.snapshotId()).filter(filter).planFiles()) {
      for (FileScanTask task : tasks) {
        files.add(new File(task.file(), task, committed(task.file())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the files of table " + name + " cannot be listed", e);
    }
    return files;
  }

  private List<File> readable(List<ManifestFile> manifests, Set<String> damaged) {
    List<File> files = new ArrayList<>();
    for (ManifestFile manifest : manifests) {
      if (damaged.contains(manifest.path())) {
        continue;
      }
      try {
        if (manifest.content() == ManifestContent.DATA) {
          try (ManifestReader<DataFile> reader =
              ManifestFiles.read(manifest, table.io(), table.specs())) {
            reader.forEach(file -> files.add(new File(file.copy(), null, committed(file))));
          }
        } else {
          requireReadable(manifest);
        }
      } catch (IOException | RuntimeException e) {
        lost(manifest.path(), null, e);
        damaged.add(manifest.path());
      }
    }
    return files;
  }

  private void requireReadable(ManifestFile deletes) throws IOException {
    try (ManifestReader<DeleteFile> reader =
        ManifestFiles.readDeleteManifest(deletes, table.io(), table.specs())) {
      reader.forEach(file -> {});
    }
  }

  private Instant committed(DataFile file) {
    Long sequence = file.fileSequenceNumber();
    Map.Entry<Long, Long> commit = sequence == null ? null : commits.ceilingEntry(sequence);
    return commit == null ? Instant.MAX : Instant.ofEpochMilli(commit.getValue());
  }

  /**
   * Reads the rows of a file.
   *
   * @param columns of the table
   * @param values whether to hash what rows hold
   * @param fresh makes what takes the rows; a second one where the first attempt fails
   * @return what took all rows; null where the file is lost or damaged, which is a finding
   * @throws OutageException where the storage does not answer
   */
  public <T extends Consumer<AuditRow>> @Nullable T readRows(
      File file, Schema columns, boolean values, Supplier<T> fresh) {
    return read(file, () -> openRows(file, columns, values), fresh);
  }

  /** Reads the rows of a file that a filter may let through, as records. */
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
        Exception cause = e.failure;
        if (isAnyLost(file, cause)) {
          return null;
        }
        if (attempt == 2) {
          findings.add(
              Kind.MISSING_FILE,
              name,
              "the data file " + file.data().location() + " is damaged: " + reason(cause));
          return null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a file of table " + name + " cannot be closed", e);
      }
    }
  }

  /** The file's fault, and not that of what takes its rows. */
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

  private long length(InputFile file) {
    try {
      return file.getLength();
    } catch (RuntimeException e) {
      throw new OutageException("the files of table " + name + " cannot be read: " + reason(e), e);
    }
  }

  /** Whether the storage did not answer, which says nothing about the file. */
  private static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof InterruptedIOException
          || cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  private boolean exists(InputFile file) {
    try {
      return file.exists();
    } catch (RuntimeException e) {
      throw new OutageException("the files of table " + name + " cannot be read: " + reason(e), e);
    }
  }

  /** Looks at the file, and at those that say which of its rows are deleted. */
  private boolean isAnyLost(File file, Exception cause) {
    boolean isLost = lost(file.data().location(), file.data().fileSizeInBytes(), cause);
    FileScanTask task = file.task();
    if (task != null) {
      for (DeleteFile deletes : task.deletes()) {
        isLost |= lost(deletes.location(), deletes.fileSizeInBytes(), cause);
      }
    }
    return isLost;
  }

  /** Adds a finding where a file is not there or has another length than its manifest says. */
  private boolean lost(String location, @Nullable Long length, @Nullable Exception failure) {
    if (failure != null && isOutage(failure)) {
      throw new OutageException(
          "the files of table " + name + " cannot be read: " + reason(failure), failure);
    }
    InputFile file = table.io().newInputFile(location);
    if (!exists(file)) {
      requireSameFiles(location);
      findings.add(Kind.MISSING_FILE, name, "the file " + location + " is lost");
      return true;
    }
    if (length != null && length(file) != length) {
      findings.add(
          Kind.MISSING_FILE,
          name,
          "the file " + location + " is damaged: it has " + length(file) + " bytes of " + length);
      return true;
    }
    if (length == null && failure != null) {
      findings.add(
          Kind.MISSING_FILE, name, "the file " + location + " is damaged: " + reason(failure));
      return true;
    }
    return false;
  }

  /**
   * A file that is gone since the table was rewritten, and its old snapshots expired, is not lost.
   */
  private void requireSameFiles(String location) {
    table.refresh();
    Snapshot now = table.currentSnapshot();
    Snapshot then = snapshot;
    if (now == null || then == null || now.snapshotId() == then.snapshotId()) {
      return;
    }
    if (!isIn(now, location)) {
      throw new OutageException(
          "table "
              + name
              + " was rewritten, and its old files were deleted, while the audit read it: run the"
              + " audit again",
          new NoSuchFileException(location));
    }
  }

  private boolean isIn(Snapshot now, String location) {
    if (now.manifestListLocation().equals(location)) {
      return true;
    }
    for (ManifestFile manifest : now.allManifests(table.io())) {
      if (manifest.path().equals(location)) {
        return true;
      }
    }
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(now.snapshotId()).planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.file().location().equals(location)
            || task.deletes().stream().anyMatch(one -> one.location().equals(location))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("the files of table " + name + " cannot be listed", e);
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
