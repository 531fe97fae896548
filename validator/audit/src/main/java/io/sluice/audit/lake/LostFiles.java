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
 * Decides whether an unreadable file of a table is lost, damaged, no longer part of the table, or
 * only out of reach. The first two are findings.
 */
final class LostFiles {

  private final String name;
  private final Table table;
  private final @Nullable Snapshot snapshot;
  private final Findings findings;

  /**
   * Prepares the checks.
   *
   * @param snapshot the snapshot that the audit reads
   */
  LostFiles(String name, Table table, @Nullable Snapshot snapshot, Findings findings) {
    this.name = name;
    this.table = table;
    this.snapshot = snapshot;
    this.findings = findings;
  }

  /**
   * Checks a data file and its delete files.
   *
   * @return whether one of them is lost or damaged
   * @throws OutageException if the storage does not respond, or the file was rewritten
   * @throws InterruptionException if reading was stopped
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
   * Adds a finding if a file is missing, or its length differs from the length in its manifest.
   *
   * @param length the length in the manifest, or null if unknown
   * @param failure the failure to read it, or null if it was not read
   * @return whether there is a finding
   * @throws OutageException if the storage does not respond, or the file was rewritten
   * @throws InterruptionException if reading was stopped
   */
  boolean report(String location, @Nullable Long length, @Nullable Exception failure) {
    if (failure != null && isOutage(failure)) {
      throw outage(failure);
    }
    InputFile file = table.io().newInputFile(location);
    if (!exists(file)) {
      requireSameFiles(location);
      findings.add(Kind.MISSING_FILE, name, "file " + location + " is missing");
      return true;
    }
    if (length != null && length(file) != length) {
      findings.add(
          Kind.MISSING_FILE,
          name,
          "file "
              + location
              + " is damaged: it has "
              + length(file)
              + " bytes instead of "
              + length);
      return true;
    }
    if (length == null && failure != null) {
      findings.add(Kind.MISSING_FILE, name, "file " + location + " is damaged: " + reason(failure));
      return true;
    }
    return false;
  }

  /** Adds a finding about an existing data file that could not be read twice in a row. */
  void reportDamaged(TableFiles.File file, Exception failure) {
    findings.add(
        Kind.MISSING_FILE,
        name,
        "data file " + file.data().location() + " is damaged: " + reason(failure));
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
        "cannot read the files of table " + name + ": " + reason(failure), failure);
  }

  /** Fails if reading was interrupted, which shows nothing about the file or the storage. */
  private static void requireNoInterruption(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClosedByInterruptException || cause instanceof InterruptedException) {
        throw InterruptionException.of(failure);
      }
    }
  }

  /** Whether the storage did not answer, which shows nothing about the file. */
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

  /** Fails if the table was rewritten and its old snapshots expired: the file is not lost then. */
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
              + " was rewritten and its old files were deleted while the audit was reading it; run"
              + " the audit again",
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
      throw new UncheckedIOException("cannot list the files of table " + name, e);
    }
  }

  /** The first cause of a failure, as text. */
  static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
