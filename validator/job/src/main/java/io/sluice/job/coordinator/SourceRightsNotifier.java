package io.sluice.job.coordinator;

import io.sluice.job.event.UnreadableTopics;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.job.split.GateSplit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends readers the topics that they do not have permission to read, and logs when a permission is
 * missing and when it is granted again. For the coordinator's thread.
 */
final class SourceRightsNotifier {

  private static final Logger LOG = LoggerFactory.getLogger(SourceRightsNotifier.class);

  private final SplitEnumeratorContext<GateSplit> context;
  private final Map<String, Long> since = new HashMap<>();
  private volatile int unreadable;

  /** Null before the first check. */
  private @Nullable Map<String, String> reasons;

  SourceRightsNotifier(SplitEnumeratorContext<GateSplit> context, Instruments instruments) {
    this.context = context;
    instruments.gauge(Metric.TOPICS_UNREADABLE, () -> unreadable);
  }

  /**
   * Processes the result of a check and sends it to the readers each time, because a reader can
   * have held a topic in between.
   *
   * @param seen the reasons why topics cannot be read, keyed by topic
   */
  void looked(Map<String, String> seen) {
    long now = System.currentTimeMillis();
    seen.forEach(
        (topic, reason) -> {
          if (since.putIfAbsent(topic, now) == null) {
            LOG.warn(
                "{} Its partitions are held; everything else continues. Runbook:"
                    + " docs/runbooks/SluiceTopicUnreadable.md",
                reason);
          }
        });
    since
        .entrySet()
        .removeIf(
            entry -> {
              boolean isOver = !seen.containsKey(entry.getKey());
              if (isOver) {
                LOG.info(
                    "topic {} is readable again after {} s",
                    entry.getKey(),
                    (now - entry.getValue()) / 1_000);
              }
              return isOver;
            });
    reasons = Map.copyOf(seen);
    unreadable = seen.size();
    context.registeredReaders().keySet().forEach(this::tell);
  }

  void tell(int subtask) {
    Map<String, String> known = reasons;
    if (known != null) {
      context.sendEventToSourceReader(subtask, new UnreadableTopics(new LinkedHashMap<>(known)));
    }
  }
}
