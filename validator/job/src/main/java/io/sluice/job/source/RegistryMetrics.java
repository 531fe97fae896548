package io.sluice.job.source;

import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.registry.RegistryOutage;
import io.sluice.registry.SchemaCache;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts calls to the registry and logs each outage once. For one thread at a time. */
final class RegistryMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryMetrics.class);

  private final Instruments instruments;
  private final Counter answered;
  private final Counter failed;
  private volatile boolean down;

  RegistryMetrics(Instruments instruments) {
    this.instruments = instruments;
    this.answered = instruments.counter(Metric.REGISTRY_CALLS, "answered");
    this.failed = instruments.counter(Metric.REGISTRY_CALLS, "failed");
    instruments.gauge(Metric.REGISTRY_DOWN, () -> down ? 1 : 0);
  }

  /** Registers the gauges of the cache. */
  void watch(SchemaCache cache) {
    instruments.gauge(Metric.SCHEMAS_CACHED, cache::size);
    instruments.gauge(Metric.SCHEMAS_AWAITED, cache::awaited);
  }

  void failed(RegistryOutage outage) {
    failed.inc();
    if (!down) {
      down = true;
      LOG.warn(
          "{}. Partitions that need an unknown schema are held until the registry responds; all"
              + " others continue. Runbook: docs/runbooks/SluiceRegistryDown.md",
          outage.explanation());
    }
  }

  void answered() {
    answered.inc();
    if (down) {
      down = false;
      LOG.info("the schema registry is responding again");
    }
  }
}
