package io.sluice.job.metric;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A histogram in buckets for Prometheus' {@code histogram_quantile}. A bucket is exported as soon
 * as it, or the next one, has a value. Quiet topics then have two series instead of one for each
 * bucket, with the same quantiles. For one writer.
 */
public final class Buckets {

  /** Exports a bucket. */
  interface Export {
    /**
     * @param bound its label {@code le}
     * @param upTo the number of values in this bucket and those before it
     */
    void accept(String bound, LongSupplier upTo);
  }

  private final double[] bounds;
  private final long[] counts;
  private final boolean[] exported;
  private final Export export;

  /**
   * @param bounds upper bounds, in ascending order; one more bucket follows the last
   * @param export is called once for each bucket
   */
  Buckets(double[] bounds, Export export) {
    this.bounds = bounds.clone();
    this.counts = new long[bounds.length + 1];
    this.exported = new boolean[bounds.length + 1];
    this.export = export;
    need(bounds.length);
  }

  /** Counts a value. */
  public void add(double value) {
    int at = 0;
    while (at < bounds.length && value > bounds[at]) {
      at++;
    }
    if (counts[at]++ == 0) {
      need(at);
      need(Math.max(0, at - 1));
    }
  }

  private void need(int bucket) {
    if (!exported[bucket]) {
      exported[bucket] = true;
      export.accept(bound(bucket), () -> upTo(bucket));
    }
  }

  private String bound(int bucket) {
    if (bucket == bounds.length) {
      return "+Inf";
    }
    return BigDecimal.valueOf(bounds[bucket]).stripTrailingZeros().toPlainString();
  }

  private long upTo(int bucket) {
    return Arrays.stream(counts, 0, bucket + 1).sum();
  }
}
