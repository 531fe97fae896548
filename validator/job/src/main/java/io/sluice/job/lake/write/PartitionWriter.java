package io.sluice.job.lake.write;

import io.sluice.pipeline.JobPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Writes the rows of the partitions that belong to this subtask, and reports the files before each
 * barrier. Its report belongs to the same checkpoint as that of {@link LakeWriter}: barriers are
 * aligned, so it covers the rows sent before that report.
 */
public final class PartitionWriter extends FileReporter<ShippedRow> {

  private static final long serialVersionUID = 1L;

  public PartitionWriter(JobPlan plan) {
    super(plan);
  }

  @Override
  public void open() throws Exception {
    super.open();
    TaskMetrics.register("partition-writer", this);
  }

  @Override
  public void processElement(StreamRecord<ShippedRow> element) throws Exception {
    files.write(element.getValue());
  }

  @Override
  void report() throws IOException {
    Map<String, List<String>> written = files.take();
    if (!written.isEmpty()) {
      output.collect(new StreamRecord<>(new WriterReport(Map.of(), written).toJson()));
    }
  }
}
