package io.sluice.audit.lake;

import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * Decides of a file of a table that cannot be read whether it is lost, damaged, no longer a file of
 * the table, or only out of reach. The first two are findings.
 */
final class LostFiles {

  private final String name;
  private final Table table;
  private final @Nullable Snapshot snapshot;
  private final Findings findings;

  /**
   * @param snapshot that the audit reads
   */
  LostFiles(String name, Table table, @Nullable Snapshot snapshot, Findings findings) {
    this.name = name;
    this.table = table;
    this.snapshot = snapshot;
    this.findings = findings;
  }

  /**
   * Looks at a data file, and at those that say which of its rows are deleted.
   *
   * @return whether one of them is lost or damaged
   * @throws OutageException where the storage does not answer, or the file was rewritten
   * @throws InterruptionException where reading was stopped
   */
  boolean report(TableFiles.File file, Exception failure) {
    boolean isLost = report(file.data().location(), file.data().fileSizeInBytes(), failure);
    FileScanTask task = file.task();
    if (task != null) {
      for (DeleteFile deletes : task.deletes()) {
        isLost |= report(deletes.location(), deletes.fileSizeInBytes(), failure);
      }
    }
    return isLost;
  }

  /**
   * Adds a finding where a file is not there or has another length than its manifest says.
   *
   * @param length as the manifest says, or null where nothing says it
   * @param failure of reading it, or null where it was not read
   * @return whether it did
   * @throws OutageException where the storage does not answer, or the file was rewritten
   * @throws InterruptionException where reading was stopped
   */
  boolean report(String location, @Nullable Long length, @Nullable Exception failure) {
    if (failure != null && isOutage(failure)) {
      throw outage(failure);
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

  /** Adds a finding about a data file that is there, but cannot be read twice in a row. */
  void reportDamaged(TableFiles.File file, Exception failure) {
    findings.add(
        Kind.MISSING_FILE,
        name,
        "the data file " + file.data().location() + " is damaged: " + reason(failure));
  }

  private boolean exists(InputFile file) {
    try {
      return file.exists();
    } catch (RuntimeException e) {
      throw outage(e);
    }
  }

  private long length(InputFile file) {
    try {
      return file.getLength();
    } catch (RuntimeException e) {
      throw outage(e);
    }
  }

  private OutageException outage(Exception failure) {
    requireNoInterruption(failure);
    return new OutageException(
        "the files of table " + name + " cannot be read: " + reason(failure), failure);
  }

  /** Reading that was stopped says nothing about the file, and nothing about the storage. */
  private static void requireNoInterruption(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClosedByInterruptException || cause instanceof InterruptedException) {
        throw InterruptionException.of(failure);
      }
    }
  }

  /** Whether the storage did not answer, which says nothing about the file. */
  private static boolean isOutage(Exception failure) {
    requireNoInterruption(failure);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof InterruptedIOException
          || cause instanceof UnknownHostException) {
        return true;
      }
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

  /** The first cause of a failure, for people. */
  static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
