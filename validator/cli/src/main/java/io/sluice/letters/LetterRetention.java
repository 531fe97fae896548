package io.sluice.letters;

import io.sluice.kafka.KafkaAdmin;
import io.sluice.pipeline.Setup;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** How long Kafka keeps the letters of a pipeline's dead-letter topics. */
final class LetterRetention {

  private LetterRetention() {}

  /**
   * The retention of each existing dead-letter topic, by topic name.
   *
   * @return in milliseconds; empty for topics that keep letters forever
   */
  static Map<String, OptionalLong> of(Setup setup) {
    List<ConfigResource> topics =
        Sources.deadLetterTopics(setup).stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    Map<String, OptionalLong> retention = new TreeMap<>();
    try (KafkaAdmin admin = KafkaAdmin.forCommand(setup.config().kafka())) {
      for (Map.Entry<ConfigResource, KafkaFuture<Config>> topic :
          admin.client().describeConfigs(topics).values().entrySet()) {
        String name = topic.getKey().name();
        admin
            .find("the retention of topic " + name, topic.getValue())
            .ifPresent(config -> retention.put(name, millis(config)));
      }
    }
    return retention;
  }

  /** The retention in a topic's configuration; Kafka's -1 means forever. */
  static OptionalLong millis(Config config) {
    long millis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    return millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis);
  }
}
