package io.sluice.job.coordinator;

import io.sluice.contract.Contract.Breaker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A sliding window over the verdicts from all readers for one contract. */
final class BreakerWindow {

  /** The number of parts into which a window is divided. It moves by one part at a time. */
  private static final int PARTS = 60;

  private record Bucket(long millis, long judged, long dead) {}

  private final Breaker breaker;
  private final Deque<Bucket> buckets = new ArrayDeque<>();
  private long judged;
  private long dead;

  BreakerWindow(Breaker breaker) {
    this.breaker = breaker;
  }

  /**
   * Adds the counts.
   *
   * @param now milliseconds since the epoch
   * @return the reason why the breaker trips, or null
   */
  @Nullable String add(long now, long moreJudged, long moreDead) {
    Bucket last = buckets.peekLast();
    if (last != null && now - last.millis() < breaker.window().toMillis() / PARTS) {
      buckets.removeLast();
      buckets.addLast(
          new Bucket(last.millis(), last.judged() + moreJudged, last.dead() + moreDead));
    } else {
      buckets.addLast(new Bucket(now, moreJudged, moreDead));
    }
    judged += moreJudged;
    dead += moreDead;
    long oldest = now - breaker.window().toMillis();
    for (Bucket first = buckets.getFirst(); first.millis() < oldest; first = buckets.getFirst()) {
      judged -= first.judged();
      dead -= first.dead();
      buckets.removeFirst();
    }
    if (judged < breaker.least() || dead < breaker.deadShare() * judged) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "%d of %d records in the last %s died (%.0f%%)",
        dead,
        judged,
        breaker.window().toString().substring(2).toLowerCase(Locale.ROOT),
        100.0 * dead / judged);
  }

  /** Starts again from zero. */
  void clear() {
    buckets.clear();
    judged = 0;
    dead = 0;
  }
}
