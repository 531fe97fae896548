package io.sluice.job.lake;

import io.sluice.job.ConflictException;
import io.sluice.job.Gated;
import io.sluice.job.GatedPartition;
import io.sluice.job.JobPlan;
import io.sluice.job.SourcePartition;
import io.sluice.problem.SetUpException;
import io.sluice.row.Row;
import io.sluice.row.RowLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into data files and, before each barrier, reports the files and how far every source
 * partition has come. Nothing of it is in a table until {@link LakeCommitter} commits it.
 */
public final class LakeWriter extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<Gated, String> {

  private static final long serialVersionUID = 1L;

  private final JobPlan plan;
  private transient Lake lake;
  private transient IdentityHashMap<RowLayout, OpenFiles> open;
  private transient Map<SourcePartition, Progress> progress;
  private transient @Nullable Progress last;
  private transient long files;

  /** Files of a layout, with the table that they are for. */
  private record OpenFiles(Table table, RowFiles rows) {}

  /** How far a partition has come since the last barrier. */
  private static final class Progress {
    private final GatedPartition partition;
    private final Map<String, Long> first = new HashMap<>();
    private long position;
    private boolean moved;

    Progress(GatedPartition partition) {
      this.partition = partition;
    }
  }

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  public LakeWriter(JobPlan plan) {
    this.plan = plan;
  }

  @Override
  public void open() throws Exception {
    super.open();
    lake = new Lake(plan.catalog());
    open = new IdentityHashMap<>();
    progress = new HashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Gated> element) throws Exception {
    Gated gated = element.getValue();
    Progress at = last;
    if (at == null || !at.partition.equals(gated.partition())) {
      at =
          progress.computeIfAbsent(
              gated.partition().source(), s -> new Progress(gated.partition()));
      last = at;
    }
    at.position = gated.offset() + 1;
    at.moved = true;
    Row row = gated.row();
    if (row != null) {
      write(row);
      if (!at.first.containsKey(row.layout().table())) {
        at.first.put(row.layout().table(), gated.offset());
      }
    }
  }

  private void write(Row row) {
    OpenFiles target = open.get(row.layout());
    if (target == null) {
      target = openFiles(row.layout());
      open.put(row.layout(), target);
    }
    target.rows().write(row);
  }

  private OpenFiles openFiles(RowLayout layout) {
    try {
      Table table = lake.forLayout(layout, plan.pipeline());
      int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
      return new OpenFiles(table, new RowFiles(table, layout, subtask, ++files));
    } catch (ConflictException e) {
      throw new FlinkRuntimeException(e.fatal());
    } catch (SetUpException | IllegalArgumentException | ValidationException e) {
      // a mistake in the contract's table, which no restart would mend
      throw new FlinkRuntimeException(
          new SuppressRestartsException(
              new SetUpException("table " + layout.table() + ": " + e.getMessage())));
    }
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
    Map<String, WriterReport.Written> tables = new HashMap<>();
    for (Map.Entry<RowLayout, OpenFiles> entry : open.entrySet()) {
      WriterReport.Written written =
          tables.computeIfAbsent(
              entry.getKey().table(),
              table -> new WriterReport.Written(new ArrayList<>(), new HashMap<>()));
      for (DataFile file : entry.getValue().rows().close()) {
        Table table = entry.getValue().table();
        written.files().add(ContentFileParser.toJson(file, table.specs().get(file.specId())));
      }
    }
    open.clear();
    Map<SourcePartition, Long> positions = new HashMap<>();
    Map<SourcePartition, Map<String, Long>> filteredBy = new HashMap<>();
    for (Progress at : progress.values()) {
      if (at.moved) {
        positions.put(at.partition.source(), at.position);
        filteredBy.put(at.partition.source(), at.partition.filteredBy());
        at.first.forEach(
            (table, first) -> {
              WriterReport.Written written = tables.get(table);
              if (written != null) {
                written.first().put(at.partition.source(), first);
              }
            });
        at.first.clear();
        at.moved = false;
      }
    }
    if (!positions.isEmpty()) {
      String report = new WriterReport(positions, filteredBy, tables).toJson();
      output.collect(new StreamRecord<>(report));
    }
  }

  @Override
  public void close() throws Exception {
    List<Exception> failures = new ArrayList<>();
    if (open != null) {
      // files that no report names are orphans of a failed attempt; Iceberg's maintenance removes
      // them
      for (OpenFiles files : open.values()) {
        try {
          files.rows().close();
        } catch (IOException | RuntimeException e) {
          failures.add(e);
        }
      }
    }
    if (lake != null) {
      lake.close();
    }
    super.close();
    if (!failures.isEmpty()) {
      LOG.warn("{} open data files could not be closed", failures.size(), failures.get(0));
    }
  }
}
