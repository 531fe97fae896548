package io.sluice.job.source;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells Flink when to call a reader that has nothing to do: as soon as records or news come, and
 * from time to time without them.
 */
final class Availability {

  private final Wakeup wakeup;
  private final Duration period;
  private CompletableFuture<Void> tick = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> combined = tick;

  /**
   * @param period after which the reader is called although nothing came
   */
  Availability(Wakeup wakeup, Duration period) {
    this.wakeup = wakeup;
    this.period = period;
  }

  /** Done when the reader is to be called. */
  CompletableFuture<Void> or(CompletableFuture<Void> records) {
    CompletableFuture<Void> news = wakeup.future();
    if (news.isDone() || records.isDone()) {
      return CompletableFuture.completedFuture(null);
    }
    if (tick.isDone()) {
      tick = new CompletableFuture<>();
      tick.completeOnTimeout(null, period.toNanos(), TimeUnit.NANOSECONDS);
    }
    if (combined.isDone()) {
      combined = CompletableFuture.anyOf(news, records, tick).thenAccept(ignored -> {});
    }
    return combined;
  }
}
