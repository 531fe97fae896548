package io.sluice.cli.run;

import io.sluice.failure.ConflictException;
import io.sluice.failure.SetUpException;
import io.sluice.job.SluiceJob;
import io.sluice.pipeline.JobPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline on a Flink cluster in this process, with Flink's web page. */
public final class EmbeddedFlink implements AutoCloseable {

  /**
   * The options of the cluster and the job.
   *
   * @param checkpoints folder for checkpoints
   * @param resumeFrom a checkpoint or savepoint, or null to start from the tables' marks
   * @param metricsHost the address that the Prometheus endpoint listens on
   * @param metricsPort of the Prometheus endpoint, or 0 for none
   * @param flink Flink's own configuration, which overrides the defaults here
   */
  public record Options(
      int parallelism,
      long checkpointMillis,
      Path checkpoints,
      @Nullable Path resumeFrom,
      String metricsHost,
      int metricsPort,
      Map<String, String> flink) {}

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);

  private final MiniCluster cluster;
  private final JobID job;
  private final JobWatch watch;

  private EmbeddedFlink(MiniCluster cluster, JobID job, long checkpointMillis, List<Path> written) {
    this.cluster = cluster;
    this.job = job;
    this.watch =
        new JobWatch(() -> cluster.getExecutionGraph(job).get(), checkpointMillis, written);
  }

  /** Starts the cluster and the job. */
  public static EmbeddedFlink start(JobPlan plan, Options options) throws Exception {
    Configuration configuration = configuration(options);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(options.parallelism());
    SluiceJob.build(environment, plan);
    var graph = environment.getStreamGraph();
    graph.setJobName(plan.pipeline());
    JobGraph jobGraph = graph.getJobGraph();
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(options.parallelism())
                .build());
    cluster.start();
    try {
      return new EmbeddedFlink(
          cluster,
          cluster.submitJob(jobGraph).get().getJobID(),
          options.checkpointMillis(),
          written(plan, options));
    } catch (ExecutionException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  /** The folders on this machine that the job writes to. */
  private static List<Path> written(JobPlan plan, Options options) {
    List<Path> folders = new ArrayList<>();
    folders.add(options.checkpoints());
    String warehouse = plan.lake().catalog().getOrDefault("warehouse", "");
    String path =
        warehouse.startsWith("file:") ? warehouse.replaceFirst("file:/*", "/") : warehouse;
    if (path.startsWith("/")) {
      folders.add(Path.of(path));
    }
    folders.add(Path.of(System.getProperty("java.io.tmpdir")));
    return folders;
  }

  private static Configuration configuration(Options options) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(JobManagerOptions.ADDRESS, "127.0.0.1");
    configuration.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.set(TaskManagerOptions.HOST, "127.0.0.1");
    configuration.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        java.time.Duration.ofMillis(options.checkpointMillis()));
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, options.checkpoints().toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    // Hadoop's shutdown hook uses the class loader of a job that has ended
    configuration.setString("classloader.check-leaked-classloader", "false");
    if (options.metricsPort() > 0) {
      Reporting.on(options.metricsHost(), options.metricsPort()).forEach(configuration::setString);
    }
    Path resumeFrom = options.resumeFrom();
    if (resumeFrom != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, resumeFrom.toUri().toString());
      // old checkpoints hold the empty state of a removed dead-letter sink, see decision 0013
      configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    }
    options.flink().forEach(configuration::setString);
    return configuration;
  }

  /** The address of Flink's web page. */
  public String webAddress() throws Exception {
    return cluster.getRestAddress().get().toString();
  }

  public JobStatus status() throws Exception {
    return cluster.getJobStatus(job).get();
  }

  /**
   * Waits for the job to end.
   *
   * @throws ConflictException if a conflict stopped the job
   * @throws IllegalStateException if the job failed for another reason
   */
  public void await() throws Exception {
    JobResult result = cluster.requestJobResult(job).get();
    if (result.getSerializedThrowable().isPresent()) {
      Throwable failure =
          result.getSerializedThrowable().get().deserializeError(getClass().getClassLoader());
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof ConflictException conflict) {
          throw conflict;
        }
        if (cause instanceof SetUpException mistake) {
          throw mistake;
        }
      }
      throw new IllegalStateException("the job failed", failure);
    }
  }

  /** Takes a savepoint and stops; everything is committed then. */
  public Path stopWithSavepoint(Path folder) throws Exception {
    String savepoint =
        cluster
            .stopWithSavepoint(job, folder.toUri().toString(), false, SavepointFormatType.CANONICAL)
            .get();
    return Path.of(java.net.URI.create(savepoint));
  }

  /** Stops at once, keeping the last checkpoint. */
  public void cancel() throws Exception {
    cluster.cancelJob(job).get();
    JobResult ignored = cluster.requestJobResult(job).get();
  }

  @Override
  public void close() {
    watch.close();
    try {
      cluster.close();
    } catch (Exception e) {
      LOG.warn("the embedded Flink cluster did not shut down cleanly", e);
    }
  }
}
