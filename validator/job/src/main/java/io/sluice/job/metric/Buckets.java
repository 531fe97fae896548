package io.sluice.job.metric;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A distribution in buckets, as Prometheus' {@code histogram_quantile} takes them. A bucket is
 * exported as soon as it is needed: when it, or the one after it, has a value. Quiet topics then
 * have two series instead of one for each bucket, and quantiles come out the same. For one writer.
 */
public final class Buckets {

  /** Takes a bucket that is to be exported. */
  interface Export {
    /**
     * @param bound its label {@code le}
     * @param upTo how many values are in it or in those before it
     */
    void accept(String bound, LongSupplier upTo);
  }

  private final double[] bounds;
  private final long[] counts;
  private final boolean[] exported;
  private final Export export;

  /**
   * @param bounds upper ends, rising; beyond the last is one more bucket
   * @param export is told once of each bucket that is needed
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
