package io.sluice.letters;

import io.sluice.job.OutageException;
import io.sluice.job.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
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
    Set<String> wanted = Sources.deadLetterTopics(setup);
    try (Admin admin = Admin.create(Map.copyOf(setup.config().kafka()))) {
      List<ConfigResource> topics = new ArrayList<>();
      for (String name : admin.listTopics().names().get(15, TimeUnit.SECONDS)) {
        if (wanted.contains(name)) {
          topics.add(new ConfigResource(ConfigResource.Type.TOPIC, name));
        }
      }
      Map<String, OptionalLong> retention = new TreeMap<>();
      admin
          .describeConfigs(topics)
          .all()
          .get(15, TimeUnit.SECONDS)
          .forEach((topic, config) -> retention.put(topic.name(), millis(config)));
      return retention;
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new OutageException(
          "Kafka cannot be asked for dead-letter topics: "
              + e.getMessage()
              + ". Check kafka.bootstrap.servers.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    }
  }

  private static OptionalLong millis(Config config) {
    long millis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    return millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis);
  }
}
