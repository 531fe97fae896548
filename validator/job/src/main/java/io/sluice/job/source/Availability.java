package io.sluice.job.source;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Signals Flink to call an idle reader: as soon as there are records or events, and periodically
 * without them.
 */
final class Availability {

  private final Wakeup wakeup;
  private final Duration period;
  private CompletableFuture<Void> tick = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> combined = tick;

  /**
   * @param period after which the reader is called even without records or events
   */
  Availability(Wakeup wakeup, Duration period) {
    this.wakeup = wakeup;
    this.period = period;
  }

  /** A future that completes when Flink should call the reader. */
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
