package io.sluice.job.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.jspecify.annotations.Nullable;

/** Registers the metrics of one part of Sluice with Flink. */
public final class Instruments {

  private final MetricPart part;
  private final MetricGroup root;
  private final LongSupplier nanoTime;

  /**
   * @param operator Flink's group of the operator or coordinator; null if it has none
   */
  public Instruments(MetricPart part, @Nullable MetricGroup operator) {
    this(part, operator, System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime()}: counters show 0 at first
   */
  public Instruments(MetricPart part, @Nullable MetricGroup operator, LongSupplier nanoTime) {
    this.part = part;
    this.nanoTime = nanoTime;
    this.root = operator == null ? new UnregisteredMetricsGroup() : root(part, operator);
  }

  private static MetricGroup root(MetricPart part, MetricGroup operator) {
    MetricGroup root = operator.addGroup("sluice");
    if (part == MetricPart.COORDINATOR && root instanceof AbstractMetricGroup<?> ofTheLast) {
      // a recreated coordinator gets the group of the previous one, with its metrics
      ofTheLast.close();
      root = operator.addGroup("sluice");
    }
    return root;
  }

  /**
   * Registers a counter.
   *
   * @param values of the metric's labels, in their order
   */
  public Counter counter(Metric metric, String... values) {
    return group(metric, List.of(values)).counter(metric.leaf(), new LateCounter(nanoTime));
  }

  /** Registers a gauge, which Flink reads on its own thread. */
  public void gauge(Metric metric, LongSupplier value, String... values) {
    Gauge<Long> gauge = value::getAsLong;
    group(metric, List.of(values)).gauge(metric.leaf(), gauge);
  }

  /**
   * Buckets.
   *
   * @param bounds their upper ends, in ascending order
   * @param values of the metric's labels but the last, {@code le}
   */
  public Buckets buckets(Metric metric, double[] bounds, String... values) {
    return new Buckets(
        bounds,
        (bound, upTo) -> {
          List<String> all = new ArrayList<>(List.of(values));
          all.add(bound);
          Gauge<Long> gauge = upTo::getAsLong;
          group(metric, all).gauge(metric.leaf(), gauge);
        });
  }

  /** Removes all metrics with the given values of the metric's labels. */
  public void remove(Metric metric, String... values) {
    // Flink has no other way to remove a metric while its operator runs
    if (group(metric, List.of(values)) instanceof AbstractMetricGroup<?> group) {
      group.close();
    }
  }

  private MetricGroup group(Metric metric, List<String> values) {
    if (metric.part() != part || metric.labels().size() != values.size()) {
      throw new IllegalArgumentException(metric + " of " + part + " with " + values);
    }
    MetricGroup group = root;
    for (int i = 0; i < values.size(); i++) {
      group = group.addGroup(metric.labels().get(i), values.get(i));
    }
    return group;
  }
}
