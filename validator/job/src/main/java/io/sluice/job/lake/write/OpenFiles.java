package io.sluice.job.lake.write;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.io.DataWriter;
import org.jspecify.annotations.Nullable;

/**
 * The open data files of one subtask, for all its tables and partitions. If there are too many, the
 * least recently used one is closed. Its partition gets another file for later rows.
 */
final class OpenFiles {

  /** The number of rows after which the size of a file is checked. */
  private static final int ROWS_PER_LOOK = 1_000;

  private record Slot(TableWriter table, PartitionKey partition) {}

  private static final class Open {
    private final TableWriter table;
    private final PartitionKey partition;
    private final DataWriter<StructLike> file;
    private long rows;

    Open(TableWriter table, PartitionKey partition, DataWriter<StructLike> file) {
      this.table = table;
      this.partition = partition;
      this.file = file;
    }
  }

  private final int most;
  private final LinkedHashMap<Slot, Open> files = new LinkedHashMap<>(64, 0.75f, true);

  /** The last used file; most rows go to the same file as the row before. */
  private @Nullable Open last;

  OpenFiles(int most) {
    this.most = most;
  }

  /**
   * Writes a row into the file of its partition.
   *
   * @param partition is copied if it is kept
   */
  void write(TableWriter table, PartitionKey partition, StructLike row) throws IOException {
    Open open = last;
    if (open == null || open.table != table || !open.partition.equals(partition)) {
      open = find(table, partition);
      last = open;
    }
    open.file.write(row);
    open.rows++;
    if (open.rows % ROWS_PER_LOOK == 0 && open.file.length() >= table.targetSize()) {
      files.remove(new Slot(table, open.partition));
      close(open);
    }
  }

  private Open find(TableWriter table, PartitionKey partition) throws IOException {
    Open open = files.get(new Slot(table, partition));
    if (open == null) {
      closeOneTooMany();
      PartitionKey own = partition.copy();
      open = new Open(table, own, table.openFile(own));
      files.put(new Slot(table, own), open);
    }
    return open;
  }

  private void closeOneTooMany() throws IOException {
    if (files.size() >= most) {
      Iterator<Open> eldest = files.values().iterator();
      Open open = eldest.next();
      eldest.remove();
      close(open);
    }
  }

  private void close(Open open) throws IOException {
    last = null;
    open.file.close();
    open.table.closed(open.file.toDataFile());
  }

  /** Closes all files of a table. */
  void close(TableWriter table) throws IOException {
    for (Open open : List.copyOf(files.values())) {
      if (open.table == table) {
        files.remove(new Slot(table, open.partition));
        close(open);
      }
    }
  }

  /** Closes all files. */
  void closeAll() throws IOException {
    List<Open> all = List.copyOf(files.values());
    files.clear();
    for (Open open : all) {
      close(open);
    }
  }
}
