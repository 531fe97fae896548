package io.sluice.letters;

import io.sluice.job.Setup;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** How long Kafka keeps the letters of a pipeline's dead-letter topics. */
final class LetterRetention {

  private LetterRetention() {}

  /**
   * By name of those topics that are there, their retention.
   *
   * @return milliseconds; empty for topics that keep letters for ever
   */
  static Map<String, OptionalLong> of(Setup setup) {
    Map<String, String> kafka = setup.config().kafka();
    Set<String> wanted = Sources.deadLetterTopics(setup);
    List<ConfigResource> topics =
        AdminCall.ask(kafka, "its topics", admin -> admin.listTopics().names()).stream()
            .filter(wanted::contains)
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    Map<String, OptionalLong> retention = new TreeMap<>();
    AdminCall.ask(
            kafka,
            "the retention of dead-letter topics",
            admin -> admin.describeConfigs(topics).all())
        .forEach((topic, config) -> retention.put(topic.name(), millis(config)));
    return retention;
  }

  private static OptionalLong millis(Config config) {
    long millis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    return millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis);
  }
}
