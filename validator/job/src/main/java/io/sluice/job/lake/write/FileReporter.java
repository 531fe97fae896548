package io.sluice.job.lake.write;

import io.sluice.job.lake.table.Lake;
import io.sluice.pipeline.JobPlan;
import java.io.IOException;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/** An operator that writes data files and, before each barrier, reports them. */
abstract class FileReporter<I> extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<I, String> {

  private static final long serialVersionUID = 1L;

  final JobPlan plan;
  transient Lake lake;
  transient RowFiles files;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  FileReporter(JobPlan plan) {
    this.plan = plan;
  }

  @Override
  public void open() throws Exception {
    super.open();
    lake = new Lake(plan.lake().catalog());
    files = new RowFiles(lake, getRuntimeContext().getTaskInfo(), plan.lake().openFiles());
  }

  /** Closes all files and reports them to the committer. */
  abstract void report() throws IOException;

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    report();
  }

  @Override
  public void finish() throws Exception {
    report();
    super.finish();
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
