package io.sluice.job.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a reader without records is called. */
class AvailabilityTest {

  private static final Duration NEVER = Duration.ofDays(1);

  private final Wakeup wakeup = new Wakeup();
  private final CompletableFuture<Void> records = new CompletableFuture<>();

  @Test
  void itIsCalledForRecords() {
    CompletableFuture<Void> available = new Availability(wakeup, NEVER).or(records);
    assertThat(available).isNotDone();
    records.complete(null);
    assertThat(available).isDone();
  }

  @Test
  void itIsCalledForNews() {
    Availability availability = new Availability(wakeup, NEVER);
    CompletableFuture<Void> available = availability.or(records);
    wakeup.publish();
    assertThat(available).isDone();
    assertThat(availability.or(records)).as("before the news is taken").isDone();
    assertThat(wakeup.take()).isTrue();
    assertThat(availability.or(records)).as("after that").isNotDone();
  }

  @Test
  void itIsCalledFromTimeToTimeWithoutEither() throws Exception {
    Availability availability = new Availability(wakeup, Duration.ofMillis(20));
    for (int i = 0; i < 3; i++) {
      availability.or(records).get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatIsAskedForAgainAndAgainLeavesNothingBehind() throws Exception {
    Availability availability = new Availability(wakeup, Duration.ofMillis(1));
    for (int i = 0; i < 50; i++) {
      availability.or(records).get(10, TimeUnit.SECONDS);
    }
    assertThat(records.getNumberOfDependents()).isLessThanOrEqualTo(2);
  }
}
