package io.sluice.cli.hold;

import io.sluice.failure.InterruptionException;
import io.sluice.job.hold.HoldState;
import io.sluice.job.hold.HoldStateTopic;
import io.sluice.kafka.Caller;
import io.sluice.pipeline.Setup;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The holds that the running job of a pipeline reports. */
final class HoldAnswer implements AutoCloseable {

  /** A running job reports every half minute. */
  private static final Duration SILENT = Duration.ofSeconds(75);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PERIOD_MILLIS = 500;

  private final HoldStateTopic topic;
  private final String pipeline;

  HoldAnswer(Setup setup) {
    this.topic = new HoldStateTopic(setup.config().kafka(), Caller.COMMAND);
    this.pipeline = setup.config().pipeline().name();
  }

  /** The last report, regardless of its age; null if there never was one. */
  @Nullable HoldState last() {
    return topic.read(pipeline);
  }

  /** Whether the report is recent enough to show that the job is running. */
  static boolean isFresh(@Nullable HoldState state) {
    return state != null && Instant.parse(state.at()).isAfter(Instant.now().minus(SILENT));
  }

  /** Waits for a report that matches; null if there is none, or if no job is running. */
  @Nullable HoldState await(Predicate<HoldState> wanted) {
    Instant end = Instant.now().plus(PATIENCE);
    do {
      HoldState state = last();
      if (state == null || !isFresh(state)) {
        return null;
      }
      if (wanted.test(state)) {
        return state;
      }
      try {
        Thread.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        throw InterruptionException.of(e);
      }
    } while (Instant.now().isBefore(end));
    return null;
  }

  @Override
  public void close() {
    topic.close();
  }
}
