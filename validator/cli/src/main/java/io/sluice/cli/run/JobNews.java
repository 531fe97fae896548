package io.sluice.cli.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is worth a line in the log, of what a job looks like from one moment to the next: each
 * incident once when it begins, and once when it ends.
 */
final class JobNews {

  /** Without a checkpoint for so many intervals, somebody should know. */
  private static final int INTERVALS = 3;

  /** An incident may have several causes, each of which is said once. */
  private static final int MOST_CAUSES = 5;

  /**
   * What a job looks like. Times are milliseconds since the epoch.
   *
   * @param runningSince 0 where it never ran
   * @param failedAt when it failed last, 0 where it never did
   * @param failure why it failed last
   * @param completed how many checkpoints did, since the start
   * @param failed how many checkpoints did, since the start
   * @param checkpointFailedAt when one failed last by itself, 0 where none did
   * @param checkpointFailure why it did
   * @param awaited the tasks that a checkpoint under way waits for
   */
  record Look(
      long now,
      JobStatus status,
      long runningSince,
      long failedAt,
      @Nullable String failure,
      long completed,
      long failed,
      long checkpointFailedAt,
      @Nullable String checkpointFailure,
      List<String> awaited) {}

  /**
   * A line for the log.
   *
   * @param isTrouble whether an incident begins; else one ends
   */
  record Line(boolean isTrouble, String text) {}

  private enum Incident {
    RESTARTS,
    CHECKPOINTS,
    NO_COMMIT
  }

  /** No checkpoint is late before that, however short the interval is: starting takes its time. */
  private static final long LATE_MILLIS = 10_000;

  private final long lateMillis;
  private @Nullable Incident open;
  private long since;
  private int count;
  private final Set<String> causes = new HashSet<>();
  private long failedAt;
  private long completed;
  private long completedAt;
  private long failed;
  private long checkpointFailedAt;

  JobNews(long intervalMillis) {
    this.lateMillis = Math.max(LATE_MILLIS, INTERVALS * intervalMillis);
  }

  /** What there is to say of a look; most often nothing. */
  List<Line> take(Look look) {
    List<Line> lines = new ArrayList<>();
    if (completedAt == 0) {
      completedAt = look.now();
    }
    boolean completes = look.completed() > completed;
    if (completes) {
      completedAt = look.now();
    }
    if (look.failedAt() > failedAt) {
      failedAt = look.failedAt();
      restart(look, lines);
    } else if (completes && open != null && look.status() == JobStatus.RUNNING) {
      end(look, lines);
    } else if (look.checkpointFailedAt() > checkpointFailedAt && open != Incident.RESTARTS) {
      checkpointFailed(look, lines);
    } else if (open == null && isLate(look)) {
      begin(Incident.NO_COMMIT, look);
      lines.add(
          new Line(
              true,
              "no checkpoint completed for "
                  + seconds(look.now() - lastProgress(look))
                  + ", so nothing was committed"
                  + (look.awaited().isEmpty()
                      ? ""
                      : "; the one under way waits for " + String.join(", ", look.awaited()))
                  + ". Runbook: docs/runbooks/SluiceCheckpointsFailing.md"));
    }
    completed = look.completed();
    failed = look.failed();
    checkpointFailedAt = look.checkpointFailedAt();
    return lines;
  }

  private void restart(Look look, List<Line> lines) {
    String why = look.failure() == null ? "the reason is not known" : look.failure();
    if (open == Incident.RESTARTS) {
      count++;
    } else {
      begin(Incident.RESTARTS, look);
    }
    if (causes.size() == MOST_CAUSES || !causes.add(why)) {
      return;
    }
    lines.add(
        new Line(
            true,
            "the job failed: "
                + why
                + ". It is restarted from its last checkpoint by itself, after pauses of up to a"
                + " minute. Runbook: docs/runbooks/SluiceRestarting.md"));
  }

  private void checkpointFailed(Look look, List<Line> lines) {
    int more = (int) Math.max(1, look.failed() - failed);
    if (open == Incident.CHECKPOINTS) {
      count += more;
      return;
    }
    begin(Incident.CHECKPOINTS, look);
    count = more;
    String why = look.checkpointFailure();
    lines.add(
        new Line(
            true,
            "a checkpoint failed: "
                + (why == null ? "the reason is not known" : why)
                + ". Nothing is committed until one completes. Runbook:"
                + " docs/runbooks/SluiceCheckpointsFailing.md"));
  }

  private void begin(Incident incident, Look look) {
    open = incident;
    since = look.now();
    count = 1;
    causes.clear();
  }

  private void end(Look look, List<Line> lines) {
    String lasted = " after " + seconds(look.now() - since);
    lines.add(
        new Line(
            false,
            open == Incident.RESTARTS
                ? "the job runs again and completed a checkpoint, "
                    + times(count, "failure", "failures")
                    + lasted
                : "checkpoints complete again,"
                    + (open == Incident.CHECKPOINTS
                        ? " " + times(count, "failure", "failures")
                        : "")
                    + lasted));
    open = null;
  }

  private boolean isLate(Look look) {
    return look.status() == JobStatus.RUNNING && look.now() - lastProgress(look) > lateMillis;
  }

  private long lastProgress(Look look) {
    return Math.max(completedAt, look.runningSince());
  }

  private static String times(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  private static String seconds(long millis) {
    return Duration.ofMillis(millis).toSeconds() + " s";
  }
}
