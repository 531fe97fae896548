package io.sluice.letters;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.job.metric.Metric;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.pipeline.Setup;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Counts of dead letters as metrics. The job cannot count letters by state, because their state
 * comes from the journal and the tables.
 */
public final class LetterMetrics {

  private final Setup setup;
  private final String pipeline;
  private final Gauge letters;
  private final Gauge oldestOpen;
  private final Gauge retention;
  private final Gauge scanned;

  /** The contracts whose letters were counted, by topic. */
  private final Map<String, Set<String>> counted = new HashMap<>();

  /**
   * Registers the metrics.
   *
   * @param registry receives the metrics
   */
  public LetterMetrics(Setup setup, PrometheusRegistry registry) {
    this.setup = setup;
    this.pipeline = setup.config().pipeline().name();
    this.letters = gauge(Metric.DEAD_LETTERS, registry);
    this.oldestOpen = gauge(Metric.OLDEST_OPEN_LETTER, registry);
    this.retention = gauge(Metric.LETTER_RETENTION, registry);
    this.scanned = gauge(Metric.LETTERS_SCANNED, registry);
  }

  private static Gauge gauge(Metric metric, PrometheusRegistry registry) {
    return Gauge.builder()
        .name(metric.prometheusName())
        .help(metric.help())
        .labelNames(metric.labels().toArray(String[]::new))
        .register(registry);
  }

  /**
   * Reads all dead-letter topics of the pipeline and updates the metrics.
   *
   * @throws io.sluice.failure.OutageException if Kafka or the tables cannot be reached; the metrics
   *     of unread topics keep their values
   */
  public void count() {
    Map<String, OptionalLong> topics = LetterRetention.of(setup);
    Set<String> unseen = new HashSet<>(counted.keySet());
    unseen.removeAll(topics.keySet());
    if (!unseen.isEmpty()) {
      forgetDeleted(unseen);
    }
    topics.forEach((topic, millis) -> set(topic, LetterCensus.of(setup, topic), millis));
  }

  private void forgetDeleted(Set<String> unseen) {
    try (KafkaAdmin admin = KafkaAdmin.forCommand(setup.config().kafka())) {
      for (String topic : unseen) {
        if (!admin.exists(topic)) {
          forget(topic);
        }
      }
    }
  }

  /** Removes the series of a deleted topic. */
  void forget(String topic) {
    removeCounts(topic, counted.getOrDefault(topic, Set.of()));
    counted.remove(topic);
    oldestOpen.remove(pipeline, topic);
    retention.remove(pipeline, topic);
    scanned.remove(pipeline, topic);
  }

  private void removeCounts(String topic, Set<String> contracts) {
    for (State state : State.values()) {
      contracts.forEach(contract -> letters.remove(pipeline, topic, contract, state.label()));
    }
  }

  /** Sets the metrics of a topic to its census. */
  void set(String topic, LetterCensus census, OptionalLong retentionMillis) {
    Set<String> before = counted.getOrDefault(topic, Set.of());
    Set<String> gone = new HashSet<>(before);
    gone.removeAll(census.counts().keySet());
    for (State state : State.values()) {
      String label = state.label();
      census
          .counts()
          .forEach(
              (contract, states) ->
                  letters
                      .labelValues(pipeline, topic, contract, label)
                      .set(states.getOrDefault(state, 0L)));
    }
    // all letters of these contracts have expired
    removeCounts(topic, gone);
    counted.put(topic, Set.copyOf(census.counts().keySet()));
    if (census.oldestOpen().isPresent()) {
      oldestOpen.labelValues(pipeline, topic).set(census.oldestOpen().getAsLong() / 1e3);
    } else {
      oldestOpen.remove(pipeline, topic);
    }
    if (retentionMillis.isPresent()) {
      retention.labelValues(pipeline, topic).set(retentionMillis.getAsLong() / 1e3);
    } else {
      retention.remove(pipeline, topic);
    }
    scanned.labelValues(pipeline, topic).set(System.currentTimeMillis() / 1e3);
  }
}
