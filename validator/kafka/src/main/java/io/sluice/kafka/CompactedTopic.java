package io.sluice.kafka;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Topics in which Sluice keeps what it knows: compacted, with one partition, so in one order. */
public final class CompactedTopic {

  private static final long PATIENCE_SECONDS = 15;

  /** Small segments are compacted soon, so that a start has little to read. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(16 << 20),
          TopicConfig.SEGMENT_MS_CONFIG,
          Long.toString(Duration.ofHours(1).toMillis()),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.1");

  private CompactedTopic() {}

  /**
   * Makes a topic that does not exist, and checks one that does.
   *
   * @throws SetUpException where it has more than one partition or is not compacted, or a right is
   *     missing
   * @throws OutageException where Kafka cannot be had
   */
  public static void make(Admin admin, String name) {
    try {
      if (!isThere(admin, name)) {
        create(admin, name);
      }
    } catch (ExecutionException e) {
      throw failure(name, e);
    } catch (TimeoutException e) {
      throw new OutageException("Kafka does not answer when asked for topic " + name, e);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  /**
   * Checks a topic if it exists; changes nothing.
   *
   * @return whether it exists
   * @throws SetUpException as {@link #make} does
   * @throws OutageException where Kafka cannot be had
   */
  public static boolean check(Admin admin, String name) {
    try {
      return isThere(admin, name);
    } catch (ExecutionException e) {
      throw failure(name, e);
    } catch (TimeoutException e) {
      throw new OutageException("Kafka does not answer when asked for topic " + name, e);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  /** Looking first needs no right to create, which the broker asks for before it looks. */
  private static boolean isThere(Admin admin, String name)
      throws ExecutionException, InterruptedException, TimeoutException {
    TopicDescription topic;
    try {
      topic =
          admin
              .describeTopics(List.of(name))
              .topicNameValues()
              .values()
              .iterator()
              .next()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
    String policy = policy(admin, name);
    boolean isKept = policy == null || policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT);
    if (topic.partitions().size() != 1 || !isKept) {
      throw new SetUpException(
          "topic '"
              + name
              + "' has "
              + topic.partitions().size()
              + " partition(s) and cleanup.policy="
              + policy
              + ". Sluice keeps what it must not forget there: it needs one partition and"
              + " cleanup.policy=compact. Correct the settings, or delete the topic if nothing in it"
              + " is needed, and start again.");
    }
    return true;
  }

  /** The cleanup policy; null where this user may not see it. */
  private static @Nullable String policy(Admin admin, String name)
      throws ExecutionException, InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    try {
      return admin
          .describeConfigs(List.of(resource))
          .values()
          .values()
          .iterator()
          .next()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .get(TopicConfig.CLEANUP_POLICY_CONFIG)
          .value();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return null;
      }
      throw e;
    }
  }

  private static void create(Admin admin, String name)
      throws ExecutionException, InterruptedException, TimeoutException {
    NewTopic topic = new NewTopic(name, Optional.of(1), Optional.empty());
    try {
      admin
          .createTopics(List.of(topic.configs(SETTINGS)))
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static RuntimeException failure(String name, ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof AuthorizationException) {
      return new SetUpException(
          "topic '"
              + name
              + "' does not exist, or this user may not see or create it: "
              + cause.getMessage()
              + ". Grant Describe, Read, and Write on it, and Create or create it"
              + " yourself (one partition, cleanup.policy=compact).");
    }
    return new OutageException("Kafka cannot be asked for topic " + name + ": " + cause, e);
  }
}
