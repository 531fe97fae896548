package io.sluice.job.lake.commit;

import io.sluice.failure.ConflictException;
import io.sluice.job.lake.commit.SimulatedJob.OutOfRange;
import io.sluice.job.lake.commit.Simulation.SimulationFailure;
import io.sluice.job.start.Decision;
import io.sluice.kafka.SourcePartition;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** Judges conflicts: each must have a cause in the history, and name what is really missing. */
@NullUnmarked // a null that should not be there fails the simulation
final class ConflictJudge {

  /** What makes a conflict right. */
  enum Cause {
    TWO_WRITERS,
    TABLE_DROPPED,
    ROLLED_BACK,
    TOPIC_DELETED,
    CONTRACTS_EDITED
  }

  private final World world;
  private final Set<Cause> causes = EnumSet.noneOf(Cause.class);
  private int conflicts;

  ConflictJudge(World world) {
    this.world = world;
  }

  /** Something happens that makes conflicts right. */
  void caused(Cause cause) {
    causes.add(cause);
  }

  /** How many conflicts were judged. */
  int conflicts() {
    return conflicts;
  }

  /** Whether a conflict that the planner found is right. */
  void requireRight(Decision.Refused refused) {
    conflicts++;
    boolean isRight =
        switch (refused.conflict()) {
          case REMOVED_UNREAD ->
              world.durable(refused.table(), refused.partition()) <= missingFrom(refused);
          case TOPIC_RECREATED -> causes.contains(Cause.TOPIC_DELETED);
          case MARK_LOST -> causes.contains(Cause.ROLLED_BACK);
          case LOST_END -> false;
        };
    if (!isRight) {
      throw new SimulationFailure("wrongly refused: " + refused.message());
    }
  }

  private static long missingFrom(Decision.Refused refused) {
    String range = refused.accept().substring(refused.accept().lastIndexOf(':') + 1);
    return Long.parseLong(range.substring(0, range.indexOf('-')));
  }

  void requireRight(ConflictException e) {
    conflicts++;
    String message = e.getMessage();
    Set<Cause> right;
    if (message.contains("another writer")) {
      right = EnumSet.of(Cause.TWO_WRITERS);
    } else if (message.contains("only below offset")
        || message.contains("dropped, recreated, or rolled back")
        || message.contains("is gone, so its pending rows")) {
      right = EnumSet.of(Cause.TABLE_DROPPED, Cause.ROLLED_BACK);
    } else if (message.contains("is gone")) {
      right = EnumSet.of(Cause.TABLE_DROPPED, Cause.TOPIC_DELETED);
    } else if (message.contains("rolled back") || message.contains("has no mark for")) {
      right = EnumSet.of(Cause.ROLLED_BACK);
    } else if (message.contains("now also feeds table")) {
      right = EnumSet.of(Cause.CONTRACTS_EDITED, Cause.TWO_WRITERS);
    } else {
      right = EnumSet.noneOf(Cause.class);
    }
    right.retainAll(causes);
    if (right.isEmpty() && !message.contains("now also feeds table")) {
      throw new SimulationFailure("wrong conflict: " + message);
    }
  }

  /** A reader met the log start: some table must lack what is gone. */
  void requireUnread(OutOfRange e) {
    conflicts++;
    SourcePartition partition = e.partition.source();
    boolean isRight =
        e.partition.tables().keySet().stream()
            .anyMatch(table -> world.durable(table, partition) < e.logStart);
    if (!isRight) {
      throw new SimulationFailure(
          "out of range, though every table has what is gone: " + partition);
    }
  }
}
