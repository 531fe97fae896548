package io.sluice.it;

import io.sluice.job.SluiceJob;
import io.sluice.pipeline.JobPlan;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the job to a cluster of other processes. */
final class RemoteJob {

  private RemoteJob() {}

  static String submit(Cluster cluster, JobPlan plan, Path resumeFrom) throws Exception {
    return submit(cluster, plan, resumeFrom, 2, Duration.ofMinutes(10));
  }

  /**
   * Submits.
   *
   * @param resumeFrom a checkpoint or savepoint, or null
   * @return the id of the job
   */
  static String submit(
      Cluster cluster, JobPlan plan, Path resumeFrom, int parallelism, Duration checkpointTimeout)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("execution.checkpointing.interval", "1s");
    configuration.setString("execution.checkpointing.timeout", checkpointTimeout.toMillis() + "ms");
    configuration.setString(
        "execution.checkpointing.dir", cluster.checkpoints().toUri().toString());
    configuration.setString(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    if (resumeFrom != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, resumeFrom.toUri().toString());
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            "127.0.0.1", cluster.restPort(), configuration);
    environment.setParallelism(parallelism);
    SluiceJob.build(environment, plan);
    return environment.executeAsync(plan.pipeline()).getJobID().toString();
  }
}
