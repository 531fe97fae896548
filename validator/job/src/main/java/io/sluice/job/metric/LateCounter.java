package io.sluice.job.metric;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;

/**
 * A counter that shows 0 until a scraper has seen it. Prometheus treats the first value of a series
 * as its start, so {@code rate()} and {@code increase()} would miss the first increase and the
 * burst after a start.
 */
final class LateCounter implements Counter {

  /** Longer than the usual scrape intervals of up to 15 s. */
  static final long SHOWN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final LongSupplier nanoTime;
  private final long born;
  private long count;

  LateCounter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.born = nanoTime.getAsLong();
  }

  @Override
  public void inc() {
    count++;
  }

  @Override
  public void inc(long more) {
    count += more;
  }

  @Override
  public void dec() {
    throw new UnsupportedOperationException("it only grows");
  }

  @Override
  public void dec(long less) {
    throw new UnsupportedOperationException("it only grows");
  }

  @Override
  public long getCount() {
    return nanoTime.getAsLong() - born < SHOWN_AFTER_NANOS ? 0 : count;
  }
}
