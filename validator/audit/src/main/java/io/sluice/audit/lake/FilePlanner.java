package io.sluice.audit.lake;

import io.sluice.failure.OutageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/**
 * Lists the data files of one snapshot of a table: by Iceberg's own plan, or manifest by manifest
 * if some manifests are lost.
 */
final class FilePlanner {

  private final String name;
  private final Table table;
  private final @Nullable Snapshot snapshot;
  private final LostFiles lost;

  /** The commit times of snapshots, by sequence number. */
  private final TreeMap<Long, Long> commits = new TreeMap<>();

  FilePlanner(String name, Table table, @Nullable Snapshot snapshot, LostFiles lost) {
    this.name = name;
    this.table = table;
    this.snapshot = snapshot;
    this.lost = lost;
    table.snapshots().forEach(one -> commits.put(one.sequenceNumber(), one.timestampMillis()));
  }

  /** The files that may have rows of the filter; lost manifests are findings. */
  List<TableFiles.File> plan(Expression filter) {
    Snapshot current = snapshot;
    if (current == null) {
      return List.of();
    }
    List<ManifestFile> manifests;
    try {
      manifests = current.allManifests(table.io());
    } catch (RuntimeException e) {
      boolean unused = lost.report(current.manifestListLocation(), null, e);
      return List.of();
    }
    Set<String> damaged = new HashSet<>();
    for (ManifestFile manifest : manifests) {
      if (lost.report(manifest.path(), manifest.length(), null)) {
        damaged.add(manifest.path());
      }
    }
    return damaged.isEmpty() ? planned(current, filter, manifests) : readable(manifests, damaged);
  }

  private List<TableFiles.File> planned(
      Snapshot current, Expression filter, List<ManifestFile> manifests) {
    try {
      return planned(current, filter);
    } catch (RuntimeException e) {
      // a manifest has the right length but is damaged; reading them one by one shows which
      Set<String> damaged = new HashSet<>();
      List<TableFiles.File> files = readable(manifests, damaged);
      if (damaged.isEmpty()) {
        // without the plan, deletes are unknown, and deleted rows would count
        throw new OutageException(
            "cannot list the files of table " + name + ": " + LostFiles.reason(e), e);
      }
      return files;
    }
  }

  private List<TableFiles.File> planned(Snapshot current, Expression filter) {
    List<TableFiles.File> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(current.snapshotId()).filter(filter).planFiles()) {
      for (FileScanTask task : tasks) {
        files.add(new TableFiles.File(task.file(), task, committed(task.file())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the files of table " + name, e);
    }
    return files;
  }

  private List<TableFiles.File> readable(List<ManifestFile> manifests, Set<String> damaged) {
    List<TableFiles.File> files = new ArrayList<>();
    for (ManifestFile manifest : manifests) {
      if (damaged.contains(manifest.path())) {
        continue;
      }
      try {
        if (manifest.content() == ManifestContent.DATA) {
          try (ManifestReader<DataFile> reader =
              ManifestFiles.read(manifest, table.io(), table.specs())) {
            reader.forEach(
                file -> files.add(new TableFiles.File(file.copy(), null, committed(file))));
          }
        } else {
          requireReadable(manifest);
        }
      } catch (IOException | RuntimeException e) {
        boolean unused = lost.report(manifest.path(), null, e);
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
}
