package io.sluice.job.deadletter;

import io.sluice.job.deadletter.TopicState.Unusable;
import io.sluice.job.deadletter.TopicState.Usable;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The settings of a dead-letter topic, and whether they are suitable for letters.
 *
 * @param config as Kafka reports it
 */
record DeadLetterTopicSettings(String topic, Config config) {

  /** The retention of dead-letter topics that Sluice creates. */
  private static final Duration RETENTION = Duration.ofDays(30);

  private static final Duration SHORT_RETENTION = Duration.ofDays(3);

  /** The settings of a topic that Sluice creates. */
  static Map<String, String> ofNew(int mostBytes) {
    return Map.of(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(mostBytes),
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(RETENTION.toMillis()));
  }

  /** The largest batch that a topic accepts. */
  static int maxMessageBytes(Config config) {
    return Integer.parseInt(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
  }

  /**
   * The state of the topic: whether letters can be written.
   *
   * @param wanted the size of records that the topic should accept
   * @param found receives a human-readable line if letters can be written
   */
  TopicState state(int wanted, Consumer<String> found) {
    String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      return new Unusable(
          "dead-letter topic "
              + topic
              + " is compacted, which would delete letters that share a key. Set its"
              + " cleanup.policy to delete.");
    }
    // the broker also rejects a batch that is larger than a segment
    int bytes =
        Math.min(
            maxMessageBytes(config),
            Integer.parseInt(config.get(TopicConfig.SEGMENT_BYTES_CONFIG).value()));
    if (bytes < LetterPieces.LEAST_BYTES) {
      return new Unusable(
          "dead-letter topic "
              + topic
              + " accepts records of up to "
              + bytes
              + " bytes, which is too small even for one piece of a letter. Set its"
              + " max.message.bytes to at least "
              + LetterPieces.LEAST_BYTES
              + ".");
    }
    found.accept("dead-letter topic " + topic + " exists" + doubts(bytes, wanted));
    return new Usable(bytes);
  }

  /** Warnings about settings that work but should be changed. */
  private String doubts(int bytes, int wanted) {
    StringBuilder doubts = new StringBuilder();
    long retention = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    if (retention >= 0 && retention < SHORT_RETENTION.toMillis()) {
      doubts
          .append("; it keeps letters for only ")
          .append(Duration.ofMillis(retention).toHours())
          .append(" h. To have time for repairs, raise its retention.ms");
    }
    if (bytes < wanted) {
      doubts
          .append("; it accepts records of up to ")
          .append(bytes)
          .append(" bytes, so larger letters are split into pieces. To keep them whole, raise its")
          .append(" max.message.bytes to ")
          .append(wanted);
    }
    return doubts.toString();
  }
}
