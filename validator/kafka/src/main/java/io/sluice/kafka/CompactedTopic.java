package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/** Topics in which Sluice keeps what it knows: compacted, with one partition, so in one order. */
public final class CompactedTopic {

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
   * @throws SetUpException where it has more than one partition or is not compacted, or a command
   *     lacks a right
   * @throws OutageException where Kafka is unavailable, or a job lacks a right
   */
  public static void make(KafkaAdmin admin, String name) {
    try {
      if (!isThere(admin, name)) {
        create(admin, name);
      }
    } catch (OutageException e) {
      throw outage(name, e);
    }
  }

  /**
   * Checks a topic if it exists; changes nothing.
   *
   * @return whether it exists
   * @throws SetUpException as {@link #make} does
   * @throws OutageException as {@link #make} does
   */
  public static boolean check(KafkaAdmin admin, String name) {
    try {
      return isThere(admin, name);
    } catch (OutageException e) {
      throw outage(name, e);
    }
  }

  /** Looking first needs no right to create, which the broker asks for before it looks. */
  private static boolean isThere(KafkaAdmin admin, String name) {
    return admin
        .ask(
            "topic " + name,
            KafkaAdmin.of(
                name,
                admin
                    .client()
                    .describeTopics(
                        List.of(name),
                        new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .topicNameValues()))
        .<Boolean>fold(
            topic -> {
              requireRights(admin.caller(), topic);
              require(topic, policy(admin, name));
              return true;
            },
            missing -> false,
            denied -> {
              throw noRight(admin.caller(), name, denied);
            },
            refused -> {
              throw refusal(name, refused.cause());
            });
  }

  private static void requireRights(Caller caller, TopicDescription topic) {
    Set<AclOperation> rights = topic.authorizedOperations();
    if (rights != null && !rights.containsAll(Set.of(AclOperation.READ, AclOperation.WRITE))) {
      String message =
          "this user may not both read and write topic '"
              + topic.name()
              + "'. Grant Read and Write on it.";
      throw caller.denied(message, new TopicAuthorizationException(message));
    }
  }

  private static void require(TopicDescription topic, @Nullable String policy) {
    boolean isKept = policy == null || policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT);
    if (topic.partitions().size() != 1 || !isKept) {
      throw new SetUpException(
          "topic '"
              + topic.name()
              + "' has "
              + topic.partitions().size()
              + " partition(s) and cleanup.policy="
              + policy
              + ". Sluice keeps what it must not forget there: it needs one partition and"
              + " cleanup.policy=compact. Correct the settings, or delete the topic if nothing in it"
              + " is needed, and start again.");
    }
  }

  /** The cleanup policy; null where this user may not see it. */
  private static @Nullable String policy(KafkaAdmin admin, String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    return admin
        .ask(
            "topic " + name,
            KafkaAdmin.of(resource, admin.client().describeConfigs(List.of(resource)).values()))
        .<@Nullable String>fold(
            config -> config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value(),
            missing -> {
              throw refusal(name, missing.cause());
            },
            denied -> null,
            refused -> {
              throw refusal(name, refused.cause());
            });
  }

  private static void create(KafkaAdmin admin, String name) {
    NewTopic topic = new NewTopic(name, Optional.of(1), Optional.empty());
    boolean unused =
        admin
            .create(topic.configs(SETTINGS))
            .<Boolean>fold(
                isNew -> isNew,
                missing -> {
                  throw refusal(name, missing.cause());
                },
                denied -> {
                  throw noRight(admin.caller(), name, denied);
                },
                refused -> {
                  // too few brokers for the replicas, for one, which may change
                  throw refusal(name, refused.cause());
                });
  }

  private static Failure noRight(Caller caller, String name, Answer.Denied<?> denied) {
    return caller.denied(
        "topic '"
            + name
            + "' does not exist, or this user may not see or create it: "
            + denied.reason()
            + ". Grant Describe, Read, and Write on it, and Create or create it"
            + " yourself (one partition, cleanup.policy=compact).",
        denied.cause());
  }

  private static OutageException outage(String name, OutageException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return KafkaAdmin.isSilence(e)
        ? new OutageException("Kafka does not answer when asked for topic " + name, cause)
        : refusal(name, cause);
  }

  private static OutageException refusal(String name, Throwable cause) {
    return new OutageException("Kafka cannot be asked for topic " + name + ": " + cause, cause);
  }
}
