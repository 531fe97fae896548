package io.sluice.job.lake.write;

import io.sluice.job.lake.table.Lake;
import io.sluice.row.Row;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data files that one subtask writes, for all tables. */
final class RowFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RowFiles.class);
  private static final long REFRESH_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Lake lake;
  private final TaskInfo task;
  private final OpenFiles open;
  private final Map<String, TableWriter> writers = new HashMap<>();
  private long refreshed = System.nanoTime();

  /**
   * @param mostOpen the maximum number of open files
   */
  RowFiles(Lake lake, TaskInfo task, int mostOpen) {
    this.lake = lake;
    this.task = task;
    this.open = new OpenFiles(mostOpen);
  }

  void write(Row row) throws IOException {
    writer(row.layout().table()).write(row);
  }

  void write(ShippedRow row) throws IOException {
    writer(row.table()).write(row);
  }

  private TableWriter writer(String name) {
    TableWriter writer = writers.get(name);
    if (writer == null) {
      writer =
          new TableWriter(
              lake.prepared(name), open, task.getIndexOfThisSubtask(), task.getAttemptNumber());
      writers.put(name, writer);
    }
    return writer;
  }

  /** Closes all files, and returns those written since the last call, by table. */
  Map<String, List<String>> take() throws IOException {
    open.closeAll();
    Map<String, List<String>> tables = new HashMap<>();
    writers.forEach(
        (table, writer) -> {
          List<String> files = writer.takeClosed();
          if (!files.isEmpty()) {
            tables.put(table, files);
          }
        });
    refreshOften();
    return tables;
  }

  /** Refreshes tables from time to time, for new credentials and changed properties. */
  private void refreshOften() throws IOException {
    long now = System.nanoTime();
    if (now - refreshed > REFRESH_NANOS) {
      refreshed = now;
      for (TableWriter writer : writers.values()) {
        writer.refresh();
      }
    }
  }

  /**
   * Closes files that are not in any report. They are orphans of a failed attempt, which Iceberg's
   * maintenance removes, so a failure to close them does not matter.
   */
  @Override
  public void close() {
    try {
      open.closeAll();
    } catch (IOException | RuntimeException e) {
      LOG.warn("open data files could not be closed", e);
    }
  }
}
