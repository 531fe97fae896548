package io.sluice.job.coordinator;

import io.sluice.job.deadletter.TopicState;
import io.sluice.job.event.DeadLetterTopicsSeen;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.job.split.GateSplit;
import io.sluice.pipeline.Topics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends readers the state of the dead-letter topics, and logs when a topic stops accepting letters
 * and when it accepts them again. For the coordinator's thread.
 */
final class DeadLetterTopicNotifier {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterTopicNotifier.class);

  private final SplitEnumeratorContext<GateSplit> context;
  private final Topics topics;
  private final Map<String, Long> unusableSince = new HashMap<>();
  private volatile int unusable;
  private Map<String, TopicState> states = Map.of();

  DeadLetterTopicNotifier(
      SplitEnumeratorContext<GateSplit> context, Topics topics, Instruments instruments) {
    this.context = context;
    this.topics = topics;
    instruments.gauge(Metric.DEAD_LETTER_TOPICS_UNUSABLE, () -> unusable);
  }

  /**
   * Processes the result of a check.
   *
   * @param sources the topics that are read
   */
  void looked(Map<String, TopicState> seen, Set<String> sources) {
    // for a source that cannot be seen for now, keep the last result
    LinkedHashMap<String, TopicState> known = new LinkedHashMap<>(states);
    known.putAll(seen);
    if (known.equals(states)) {
      return;
    }
    seen.forEach((topic, state) -> log(topic, state, sources));
    states = known;
    unusable = unusableSince.size();
    context.registeredReaders().keySet().forEach(this::tell);
  }

  void tell(int subtask) {
    context.sendEventToSourceReader(subtask, new DeadLetterTopicsSeen(new LinkedHashMap<>(states)));
  }

  private void log(String topic, TopicState state, Set<String> sources) {
    long now = System.currentTimeMillis();
    if (state instanceof TopicState.Unusable trouble) {
      if (unusableSince.putIfAbsent(topic, now) == null) {
        LOG.warn(
            "{} Partitions of {} will be held at their next dead record; everything else"
                + " continues. Runbook: docs/runbooks/SluiceDeadLetterTopicUnusable.md",
            trouble.reason(),
            sourcesOf(topic, sources));
      }
      return;
    }
    Long since = unusableSince.remove(topic);
    if (since != null) {
      LOG.info(
          "dead-letter topic {} accepts letters again after {} s", topic, (now - since) / 1000);
    }
  }

  private String sourcesOf(String letters, Set<String> sources) {
    Set<String> own = new TreeSet<>(sources);
    own.removeIf(topic -> !topics.deadLetterTopicOf(topic).equals(letters));
    return String.join(", ", own);
  }
}
