package io.sluice.audit.kafka;

import io.sluice.failure.OutageException;
import io.sluice.kafka.Answer;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.kafka.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** The audit's view of a Kafka cluster. A missing permission is an answer here, not a failure. */
public final class ClusterView implements AutoCloseable {

  /** The longest wait for Kafka, so that a long audit survives a broker's restart. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KafkaAdmin admin;
  private final TopicReader reader;
  private final Set<String> withoutSettings = new TreeSet<>();

  /**
   * Sets up clients.
   *
   * @param kafka Kafka's own client properties
   */
  public ClusterView(Map<String, String> kafka) {
    admin = KafkaAdmin.forCommand(kafka, PATIENCE);
    reader = newReader(kafka);
  }

  /** Creates a reader of topics for another thread. */
  public static TopicReader newReader(Map<String, String> kafka) {
    return new TopicReader(kafka, PATIENCE);
  }

  /** The reader of topics; it is closed together with this. */
  public TopicReader reader() {
    return reader;
  }

  /** Looks up a topic. */
  public TopicLook look(String topic) {
    String what = "topic " + topic;
    DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    return admin
        .ask(
            what,
            KafkaAdmin.of(
                topic, admin.client().describeTopics(List.of(topic), options).topicNameValues()))
        .<TopicLook>fold(
            ClusterView::look,
            missing -> new TopicLook.Absent(),
            denied -> new TopicLook.Denied(),
            refused -> {
              throw refusal(what, refused);
            });
  }

  private static TopicLook look(TopicDescription topic) {
    Set<AclOperation> allowed = topic.authorizedOperations();
    if (allowed != null && !allowed.isEmpty() && !allowed.contains(AclOperation.READ)) {
      return new TopicLook.Denied();
    }
    return new TopicLook.Found(
        topic.topicId().toString(),
        topic.partitions().stream().map(TopicPartitionInfo::partition).toList());
  }

  /** The names of all topics that this user can see. */
  public Set<String> names() {
    return admin.get(
        "its topics",
        admin.client().listTopics(new ListTopicsOptions().listInternal(true)).names());
  }

  /** The offsets of a consumer group; null if this user does not have permission to read them. */
  public @Nullable Map<TopicPartition, OffsetAndMetadata> stored(String group) {
    String what = "the offsets of consumer group " + group;
    return admin
        .ask(what, admin.client().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .<@Nullable Map<TopicPartition, OffsetAndMetadata>>fold(
            offsets -> offsets,
            missing -> Map.of(),
            denied -> null,
            refused -> {
              throw refusal(what, refused);
            });
  }

  /** Whether a topic loses records before their retention ends. */
  public boolean isCompacted(String topic) {
    String policy = setting(topic, TopicConfig.CLEANUP_POLICY_CONFIG);
    return policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT);
  }

  /** The retention of a topic in milliseconds; empty if it is unlimited or unknown. */
  public OptionalLong retention(String topic) {
    String retention = setting(topic, TopicConfig.RETENTION_MS_CONFIG);
    long millis = retention == null ? -1 : Long.parseLong(retention);
    return millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis);
  }

  private @Nullable String setting(String topic, String name) {
    String what = "the settings of topic " + topic;
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin
        .ask(
            what,
            KafkaAdmin.of(resource, admin.client().describeConfigs(List.of(resource)).values()))
        .<@Nullable String>fold(
            settings -> value(settings, name),
            missing -> {
              throw new OutageException(
                  "topic " + topic + " was deleted while the audit was reading it",
                  missing.cause());
            },
            denied -> {
              withoutSettings.add(topic);
              return null;
            },
            refused -> {
              throw refusal(what, refused);
            });
  }

  private static @Nullable String value(Config settings, String name) {
    ConfigEntry entry = settings.get(name);
    return entry == null ? null : entry.value();
  }

  private static OutageException refusal(String what, Answer.Refused<?> refused) {
    return new OutageException(
        "cannot read " + what + " from Kafka: " + refused.reason(), refused.cause());
  }

  /** The topics whose configuration this user does not have permission to read. */
  public Set<String> withoutSettings() {
    return withoutSettings;
  }

  @Override
  public void close() {
    reader.close();
    admin.close();
  }
}
