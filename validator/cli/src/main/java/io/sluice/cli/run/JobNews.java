package io.sluice.cli.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * The log lines about a job's incidents: one line when an incident starts, and one when it ends.
 */
final class JobNews {

  /** The number of intervals without a checkpoint after which the log reports it. */
  private static final int INTERVALS = 3;

  /** The maximum number of causes that are logged per incident, each one once. */
  private static final int MOST_CAUSES = 5;

  /**
   * The state of a job at one moment. Times are milliseconds since the epoch.
   *
   * @param runningSince 0 if it never ran
   * @param failedAt when it last failed, 0 if it never did
   * @param failure why it last failed
   * @param completed the number of completed checkpoints since the start
   * @param failed the number of failed checkpoints since the start
   * @param checkpointFailedAt when a checkpoint last failed without a job failure, 0 if none did
   * @param checkpointFailure why that checkpoint failed
   * @param awaited the tasks that the current checkpoint waits for
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
   * @param isTrouble true if an incident starts, false if one ends
   */
  record Line(boolean isTrouble, String text) {}

  private enum Incident {
    RESTARTS,
    CHECKPOINTS,
    NO_COMMIT
  }

  /** The shortest time until a checkpoint is late, because a start takes a while. */
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

  /** The lines to log for a state of the job; usually none. */
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
              "no checkpoint has completed for "
                  + seconds(look.now() - lastProgress(look))
                  + ", so nothing was committed"
                  + (look.awaited().isEmpty()
                      ? ""
                      : "; the current checkpoint is waiting for "
                          + String.join(", ", look.awaited()))
                  + ". Runbook: docs/runbooks/SluiceCheckpointsFailing.md"));
    }
    completed = look.completed();
    failed = look.failed();
    checkpointFailedAt = look.checkpointFailedAt();
    return lines;
  }

  private void restart(Look look, List<Line> lines) {
    String why = look.failure() == null ? "the cause is unknown" : look.failure();
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
                + ". Flink restarts it from its last checkpoint after a pause of up to a minute."
                + " Runbook: docs/runbooks/SluiceRestarting.md"));
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
                + (why == null ? "the cause is unknown" : why)
                + ". Nothing is committed until a checkpoint completes. Runbook:"
                + " docs/runbooks/SluiceCheckpointsFailing.md"));
  }

  private void begin(Incident incident, Look look) {
    open = incident;
    since = look.now();
    count = 1;
    causes.clear();
  }

  private void end(Look look, List<Line> lines) {
    String lasted = " in " + seconds(look.now() - since);
    lines.add(
        new Line(
            false,
            open == Incident.RESTARTS
                ? "the job is running again and has completed a checkpoint, after "
                    + times(count, "failure", "failures")
                    + lasted
                : "checkpoints are completing again, after "
                    + (open == Incident.CHECKPOINTS
                        ? times(count, "failure", "failures") + lasted
                        : seconds(look.now() - since))));
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
