package io.sluice.job.gate;

import io.sluice.contract.Contract;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.metric.Buckets;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.job.metric.TopicLabels;
import io.sluice.kafka.SourcePartition;
import io.sluice.wire.SchemaRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** The metrics of one reader. For the reader's thread; Flink reads the values on its own thread. */
public final class GateMetrics {

  /** Upper bounds of the check-time buckets, in seconds. */
  private static final double[] TIMES = {
    1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 1e-3, 5e-3, 2.5e-2, 0.1, 1
  };

  /** The time between two readings of the clock. In between, elapsed nanoseconds are added. */
  private static final long ASK_NANOS = 1_000_000_000;

  /** The minimum time between two measured records, which makes up to 10,000 per second. */
  private static final long TIME_EVERY_NANOS = 100_000;

  private final Instruments instruments;
  private final RuleMetrics rules;
  private final TopicLabels labels;
  private final ToLongFunction<SchemaRef> firstSeen;
  private final Buckets times;
  private final Map<String, TopicMetrics> topics = new HashMap<>();
  private long now;
  private long asked;
  private long askedMillis;
  private long timed;

  /** The start times of the current holds, by hold and partition. */
  private final Map<Hold, Map<SourcePartition, Long>> held = new HashMap<>();

  /**
   * A topic with the reason for a hold.
   *
   * @param topic its label
   */
  private record Hold(String topic, String reason) {}

  /**
   * @param firstSeen the same as for {@link SchemaLabels}
   */
  public GateMetrics(
      Instruments instruments, TopicLabels labels, ToLongFunction<SchemaRef> firstSeen) {
    this.instruments = instruments;
    this.rules = new RuleMetrics(instruments);
    this.labels = labels;
    this.firstSeen = firstSeen;
    this.times = instruments.buckets(Metric.GATE_TIME, TIMES);
  }

  /**
   * The metrics of a topic that the reader reads.
   *
   * @param contracts that its records may match
   */
  public TopicMetrics of(String topic, List<Contract> contracts) {
    TopicMetrics metrics =
        topics.computeIfAbsent(
            labels.of(topic),
            label -> new TopicMetrics(instruments, rules, label, new SchemaLabels(firstSeen)));
    contracts.forEach(metrics::expect);
    if (!contracts.stream().allMatch(contract -> contract.source().match().isEverything())) {
      metrics.expect(null);
    }
    return metrics;
  }

  /**
   * Updates the time, so that records do not have to read the clock one by one.
   *
   * @param nanos as {@link System#nanoTime()}
   */
  public void tick(long nanos) {
    if (nanos - asked > ASK_NANOS || asked == 0) {
      asked = nanos;
      askedMillis = System.currentTimeMillis();
    }
    now = nanos;
  }

  /** The time from a record's Kafka timestamp to now, or negative if it has no timestamp. */
  public long ageMillis(long timestamp) {
    return timestamp < 0 ? -1 : Math.max(0, millis() - timestamp);
  }

  /** The time at the last {@link #tick}, in milliseconds since the epoch. */
  long millis() {
    return askedMillis + (now - asked) / 1_000_000;
  }

  /** Starts timing a record. Returns 0 if another record was timed just before. */
  long begin() {
    if (now - timed < TIME_EVERY_NANOS) {
      return 0;
    }
    timed = now;
    return System.nanoTime();
  }

  /**
   * Records the check time of a record.
   *
   * @param begun the result of {@link #begin}
   */
  void end(long begun) {
    if (begun != 0) {
      times.add((System.nanoTime() - begun) / 1e9);
    }
  }

  /** Registers the metrics of a hold. */
  public void held(SourcePartition partition, HeldPartition.Kind kind) {
    released(partition);
    Hold hold = new Hold(labels.of(partition.topic()), kind.label());
    held.computeIfAbsent(hold, this::measured).put(partition, System.currentTimeMillis());
  }

  private Map<SourcePartition, Long> measured(Hold hold) {
    Map<SourcePartition, Long> since = new ConcurrentHashMap<>();
    instruments.gauge(Metric.PARTITIONS_HELD, since::size, hold.topic(), hold.reason());
    instruments.gauge(
        Metric.HELD_SINCE,
        () -> since.values().stream().mapToLong(millis -> millis / 1000).min().orElse(0),
        hold.topic(),
        hold.reason());
    return since;
  }

  public void released(SourcePartition partition) {
    held.forEach(
        (hold, partitions) -> {
          if (partitions.remove(partition) != null && partitions.isEmpty()) {
            instruments.remove(Metric.PARTITIONS_HELD, hold.topic(), hold.reason());
          }
        });
    held.values().removeIf(Map::isEmpty);
  }
}
