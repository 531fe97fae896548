package io.sluice.job.coordinator;

import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.kafka.KafkaAdmin;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks whether Kafka answers the coordinator, and logs when an outage starts and when it ends.
 */
final class KafkaReach {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaReach.class);

  private final String servers;
  private final Set<String> unanswered = new HashSet<>();
  private volatile long downSince;

  KafkaReach(Map<String, String> kafka, Instruments instruments) {
    this.servers = kafka.getOrDefault("bootstrap.servers", "");
    instruments.gauge(Metric.KAFKA_DOWN, () -> downSince == 0 ? 0 : 1);
  }

  /**
   * Handles a failure.
   *
   * @param what the request; the outage ends when all failed requests have been answered
   * @return false if the failure is not an outage of Kafka, and nothing was logged
   */
  boolean failed(String what, Throwable failure) {
    Throwable silence = KafkaAdmin.silence(failure);
    if (silence == null) {
      return false;
    }
    if (unanswered.add(what) && downSince == 0) {
      downSince = System.currentTimeMillis();
      LOG.warn(
          "Kafka at {} is not responding: {}. Reading and writing are paused until it does; nothing"
              + " is lost. Runbook: docs/runbooks/SluiceKafkaDown.md",
          servers,
          KafkaAdmin.reason(silence));
    }
    return true;
  }

  void answered(String what) {
    if (unanswered.remove(what) && unanswered.isEmpty()) {
      LOG.info(
          "Kafka at {} is responding again after {} s",
          servers,
          (System.currentTimeMillis() - downSince) / 1_000);
      downSince = 0;
    }
  }
}
