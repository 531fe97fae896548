package io.sluice.cli.run;

import io.sluice.cli.output.RootCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.FailedCheckpointStats;
import org.apache.flink.runtime.checkpoint.PendingCheckpointStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that polls the embedded job twice a second and logs restarts, failed checkpoints, and
 * missing commits. Flink's own log also reports these, at great length, and is off for that reason.
 */
final class JobWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);
  private static final long PERIOD_MILLIS = 500;

  /** The free space below which a disk is too full for a checkpoint or a data file. */
  private static final long FULL_BYTES = 16L << 20;

  private static final List<String> WITH_THE_JOB =
      Stream.of(
              CheckpointFailureReason.TASK_FAILURE,
              CheckpointFailureReason.JOB_FAILOVER_REGION,
              CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND,
              CheckpointFailureReason.CHECKPOINT_COORDINATOR_SHUTDOWN)
          .map(CheckpointFailureReason::message)
          .toList();

  /** Supplies the current state of the job. */
  interface Job {
    AccessExecutionGraph look() throws Exception;
  }

  private final Job job;
  private final JobNews news;
  private final List<Path> written;
  private final ScheduledExecutorService clock;

  /**
   * Starts watching the job.
   *
   * @param written folders that the job writes to; a log line lists the ones whose disk is full
   */
  JobWatch(Job job, long checkpointMillis, List<Path> written) {
    this.job = job;
    this.news = new JobNews(checkpointMillis);
    this.written = written;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "job-watch");
              thread.setDaemon(true);
              return thread;
            });
    var unused = clock.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    AccessExecutionGraph graph;
    try {
      graph = job.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (Exception e) {
      LOG.debug("cannot read the job's state, as is normal while it starts or ends", e);
      return;
    }
    if (graph.getState().isGloballyTerminalState()) {
      return;
    }
    try {
      log(graph);
    } catch (RuntimeException e) {
      // the next look must run, whatever the failure is
      LOG.warn("cannot evaluate the job's state: {}", RootCause.line(e));
    }
  }

  private void log(AccessExecutionGraph graph) {
    for (JobNews.Line line : news.take(look(graph))) {
      if (line.isTrouble()) {
        LOG.warn("{}", line.text());
      } else {
        LOG.info("{}", line.text());
      }
    }
  }

  private JobNews.Look look(AccessExecutionGraph graph) {
    ErrorInfo failure = graph.getFailureInfo();
    CheckpointStatsSnapshot checkpoints = graph.getCheckpointStatsSnapshot();
    FailedCheckpointStats failed =
        checkpoints == null ? null : own(checkpoints.getHistory().getLatestFailedCheckpoint());
    return new JobNews.Look(
        System.currentTimeMillis(),
        graph.getState(),
        graph.getStatusTimestamp(JobStatus.RUNNING),
        failure == null ? 0 : failure.getTimestamp(),
        failure == null ? null : named(RootCause.line(failure.getException())),
        checkpoints == null ? 0 : checkpoints.getCounts().getNumberOfCompletedCheckpoints(),
        checkpoints == null ? 0 : checkpoints.getCounts().getNumberOfFailedCheckpoints(),
        failed == null ? 0 : failed.getFailureTimestamp(),
        failed == null ? null : named(sentence(String.valueOf(failed.getFailureMessage()))),
        checkpoints == null ? List.of() : awaited(graph, checkpoints));
  }

  /** The given stats if only the checkpoint failed, null if it failed with the job. */
  private static @Nullable FailedCheckpointStats own(@Nullable FailedCheckpointStats failed) {
    String message = failed == null ? null : failed.getFailureMessage();
    boolean isOwn = message != null && WITH_THE_JOB.stream().noneMatch(message::startsWith);
    return isOwn ? failed : null;
  }

  private static String sentence(String message) {
    return RootCause.withoutSecrets(message.replaceAll("\\s+", " ").replaceAll("[. ]+$", ""));
  }

  private static List<String> awaited(
      AccessExecutionGraph graph, CheckpointStatsSnapshot checkpoints) {
    List<String> awaited = new ArrayList<>();
    for (var checkpoint : checkpoints.getHistory().getCheckpoints()) {
      if (checkpoint instanceof PendingCheckpointStats pending
          && !(checkpoint instanceof FailedCheckpointStats)) {
        for (Map.Entry<JobVertexID, ? extends AccessExecutionJobVertex> vertex :
            graph.getAllVertices().entrySet()) {
          TaskStateStats task = pending.getTaskStateStats(vertex.getKey());
          if (task != null && task.getNumberOfAcknowledgedSubtasks() < task.getNumberOfSubtasks()) {
            awaited.add(vertex.getValue().getName());
          }
        }
        break;
      }
    }
    return awaited;
  }

  /** The reason; if it is a full disk, with the folders on that disk. */
  private String named(String reason) {
    if (!reason.contains("No space left on device") && !reason.contains("disk is full")) {
      return reason;
    }
    List<String> full = written.stream().filter(JobWatch::isFull).map(Path::toString).toList();
    return full.isEmpty()
        ? reason
        : "the disk that contains " + String.join(" and ", full) + " is full (" + reason + ")";
  }

  private static boolean isFull(Path folder) {
    Path there = existing(folder);
    try {
      return there != null && Files.getFileStore(there).getUsableSpace() < FULL_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable Path existing(Path folder) {
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
