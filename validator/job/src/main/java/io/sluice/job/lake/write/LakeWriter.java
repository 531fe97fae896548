package io.sluice.job.lake.write;

import io.sluice.contract.Contract.Distribution;
import io.sluice.job.handover.Gated;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.JobPlan;
import io.sluice.row.Row;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into data files, or sends them to the subtask that writes their partition. Before
 * each barrier, it reports the files and the position of every source partition. Rows enter a table
 * only when the committer commits them.
 */
public final class LakeWriter extends FileReporter<Gated> {

  private static final long serialVersionUID = 1L;

  private final OutputTag<ShippedRow> elsewhere;
  private transient Map<String, RowShipper> shippers;
  private transient Map<SourcePartition, PartitionProgress> progress;
  private transient @Nullable PartitionProgress last;

  /**
   * @param elsewhere the output for rows that another subtask writes
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  public LakeWriter(JobPlan plan, OutputTag<ShippedRow> elsewhere) {
    super(plan);
    this.elsewhere = elsewhere;
  }

  @Override
  public void open() throws Exception {
    super.open();
    TaskMetrics.register("gate", this);
    shippers = new HashMap<>();
    progress = new HashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Gated> element) throws Exception {
    Gated gated = element.getValue();
    PartitionProgress at = last;
    if (at == null || !at.partition().equals(gated.partition())) {
      at =
          progress.computeIfAbsent(
              gated.partition().source(), source -> new PartitionProgress(gated.partition()));
      last = at;
    }
    at.add(gated);
    Row row = gated.row();
    if (row == null) {
      return;
    }
    if (row.layout().target().distribution() == Distribution.HASH) {
      output.collect(elsewhere, new StreamRecord<>(shipper(row.layout().table()).ship(row)));
    } else {
      files.write(row);
    }
  }

  private RowShipper shipper(String table) {
    RowShipper shipper = shippers.get(table);
    if (shipper == null) {
      shipper = new RowShipper(lake.prepared(table), table);
      shippers.put(table, shipper);
    }
    return shipper;
  }

  @Override
  void report() throws IOException {
    WriterReport report = new WriterReport(new HashMap<>(), files.take());
    for (PartitionProgress at : progress.values()) {
      if (at.isNews()) {
        report.add(at);
        at.reset();
      }
    }
    if (!report.partitions().isEmpty()) {
      output.collect(new StreamRecord<>(report.toJson()));
    }
  }
}
