package io.sluice.job.lake;

import io.sluice.job.Gated;
import io.sluice.job.JobPlan;
import io.sluice.job.SourcePartition;
import io.sluice.row.Row;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into data files and, before each barrier, reports the files and how far every source
 * partition has come. Nothing of it is in a table until {@link LakeCommitter} commits it.
 */
public final class LakeWriter extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<Gated, String> {

  private static final long serialVersionUID = 1L;
  private static final long REFRESH_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final JobPlan plan;
  private transient Lake lake;
  private transient OpenFiles open;
  private transient Map<String, TableWriter> writers;
  private transient Map<SourcePartition, Progress> progress;
  private transient @Nullable Progress last;
  private transient long refreshed;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  public LakeWriter(JobPlan plan) {
    this.plan = plan;
  }

  @Override
  public void open() throws Exception {
    super.open();
    lake = new Lake(plan.lake().catalog());
    open = new OpenFiles(plan.lake().openFiles());
    writers = new HashMap<>();
    refreshed = System.nanoTime();
    progress = new HashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Gated> element) throws Exception {
    Gated gated = element.getValue();
    Progress at = last;
    if (at == null || !at.partition().equals(gated.partition())) {
      at =
          progress.computeIfAbsent(
              gated.partition().source(),
              source -> new Progress(gated.partition(), plan.lake().ledger()));
      last = at;
    }
    at.add(gated);
    Row row = gated.row();
    if (row != null) {
      write(row);
    }
  }

  private void write(Row row) throws IOException {
    TableWriter writer = writers.get(row.layout().table());
    if (writer == null) {
      writer = writer(row.layout().table());
      writers.put(row.layout().table(), writer);
    }
    writer.write(row);
  }

  private TableWriter writer(String name) {
    Table table =
        lake.find(name)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "table " + name + " was dropped since the gate prepared it"));
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    return new TableWriter(
        table, open, subtask, getRuntimeContext().getTaskInfo().getAttemptNumber());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    report();
  }

  @Override
  public void finish() throws Exception {
    report();
    super.finish();
  }

  private void report() throws IOException {
    open.closeAll();
    Map<String, List<String>> tables = new HashMap<>();
    for (Map.Entry<String, TableWriter> entry : writers.entrySet()) {
      List<String> files = entry.getValue().takeClosed();
      if (!files.isEmpty()) {
        tables.put(entry.getKey(), files);
      }
    }
    refreshOften();
    WriterReport report = new WriterReport(new HashMap<>(), tables);
    for (Progress at : progress.values()) {
      if (at.isNews()) {
        report.add(at);
        at.reset();
      }
    }
    if (!report.partitions().isEmpty()) {
      output.collect(new StreamRecord<>(report.toJson()));
    }
  }

  /** Tables are looked at again now and then: for new credentials and for changed properties. */
  private void refreshOften() throws IOException {
    long now = System.nanoTime();
    if (now - refreshed > REFRESH_NANOS) {
      refreshed = now;
      for (TableWriter writer : writers.values()) {
        writer.refresh();
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (open != null) {
      try {
        // files that no report names are orphans of a failed attempt; Iceberg's maintenance
        // removes them
        open.closeAll();
      } catch (IOException | RuntimeException e) {
        LOG.warn("open data files could not be closed", e);
      }
    }
    if (lake != null) {
      lake.close();
    }
    super.close();
  }
}
