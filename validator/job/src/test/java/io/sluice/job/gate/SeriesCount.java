package io.sluice.job.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.events.EventBuilder;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.apache.flink.runtime.metrics.scope.ScopeFormats;
import org.apache.flink.traces.SpanBuilder;
import org.jspecify.annotations.Nullable;

/** A registry of metrics that remembers which there are now. */
public final class SeriesCount implements MetricRegistry {

  private final Map<Metric, Map<String, String>> series = new HashMap<>();
  private final Map<Metric, String> names = new HashMap<>();

  public MetricGroup group() {
    return new GenericMetricGroup(this, null, "operator");
  }

  int now() {
    return series.size();
  }

  /** What the gauges of a name say. */
  public List<Object> values(String name) {
    List<Object> values = new ArrayList<>();
    names.forEach(
        (metric, of) -> {
          if (of.equals(name) && metric instanceof Gauge<?> gauge) {
            values.add(gauge.getValue());
          }
        });
    return values;
  }

  /**
   * What counters count, by name and labels as in {@code recordsDead contract=shop}, without those
   * that are at 0.
   */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    names.forEach(
        (metric, name) -> {
          if (metric instanceof Counter counter && counter.getCount() > 0) {
            StringBuilder key = new StringBuilder(name);
            new TreeMap<>(series.getOrDefault(metric, Map.of()))
                .forEach(
                    (label, value) ->
                        key.append(' ')
                            .append(label, 1, label.length() - 1)
                            .append('=')
                            .append(value));
            counts.put(key.toString(), counter.getCount());
          }
        });
    return counts;
  }

  /** The values that a label has. */
  Set<String> labels(String name) {
    Set<String> values = new HashSet<>();
    series
        .values()
        .forEach(
            labels -> {
              String value = labels.get("<" + name + ">");
              if (value != null) {
                values.add(value);
              }
            });
    return values;
  }

  @Override
  public char getDelimiter() {
    return '.';
  }

  @Override
  public int getNumberReporters() {
    return 1;
  }

  @Override
  public void addSpan(SpanBuilder span, AbstractMetricGroup<?> group) {}

  @Override
  public void addEvent(EventBuilder event, AbstractMetricGroup<?> group) {}

  @Override
  public void register(Metric metric, String name, AbstractMetricGroup<?> group) {
    series.put(metric, group.getAllVariables());
    names.put(metric, name);
  }

  @Override
  public void unregister(Metric metric, String name, AbstractMetricGroup<?> group) {
    series.remove(metric);
    names.remove(metric);
  }

  @Override
  public @Nullable ScopeFormats getScopeFormats() {
    return null;
  }
}
