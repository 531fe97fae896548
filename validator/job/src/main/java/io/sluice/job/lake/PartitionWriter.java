package io.sluice.job.lake;

import io.sluice.job.JobPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Writes the rows of the partitions that belong to this subtask, and before each barrier reports
 * the files. What it reports counts together with what {@link LakeWriter} reports of the same
 * checkpoint: barriers are aligned, so that these are the rows that it sent before its own report.
 */
public final class PartitionWriter extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<ShippedRow, String> {

  private static final long serialVersionUID = 1L;

  private final JobPlan plan;
  private transient Lake lake;
  private transient RowFiles files;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  public PartitionWriter(JobPlan plan) {
    this.plan = plan;
  }

  @Override
  public void open() throws Exception {
    super.open();
    lake = new Lake(plan.lake().catalog());
    files = new RowFiles(lake, getRuntimeContext().getTaskInfo(), plan.lake().openFiles());
  }

  @Override
  public void processElement(StreamRecord<ShippedRow> element) throws Exception {
    files.write(element.getValue());
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
    Map<String, List<String>> written = files.take();
    if (!written.isEmpty()) {
      output.collect(new StreamRecord<>(new WriterReport(Map.of(), written).toJson()));
    }
  }

  @Override
  public void close() throws Exception {
    if (files != null) {
      files.close();
    }
    if (lake != null) {
      lake.close();
    }
    super.close();
  }
}
