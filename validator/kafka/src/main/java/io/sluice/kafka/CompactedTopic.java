package io.sluice.kafka;

import static java.util.Locale.ROOT;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Creates and checks the compacted topics in which Sluice stores state. Each has one partition, and
 * therefore one order.
 */
public final class CompactedTopic {

  /** Small segments are compacted early, so a start has little to read. */
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

  /** The permissions that a writer needs. */
  public static final Set<AclOperation> WRITE = Set.of(AclOperation.WRITE);

  /** The permissions that a reader and writer needs. */
  public static final Set<AclOperation> READ_AND_WRITE =
      Set.of(AclOperation.READ, AclOperation.WRITE);

  private CompactedTopic() {}

  /** The result of inspecting a topic. */
  public sealed interface Look {

    /** It exists, and this user has the permissions on it. */
    record Usable() implements Look {
      @Override
      public <R> R fold(
          Function<Usable, R> usable, Function<Absent, R> absent, Function<Denied, R> denied) {
        return usable.apply(this);
      }
    }

    /** The topic does not exist. */
    record Absent() implements Look {
      @Override
      public <R> R fold(
          Function<Usable, R> usable, Function<Absent, R> absent, Function<Denied, R> denied) {
        return absent.apply(this);
      }
    }

    /**
     * A permission is missing.
     *
     * @param message states which one, and what to grant
     * @param cause Kafka's exception, or an equivalent one
     */
    record Denied(String message, Throwable cause) implements Look {
      @Override
      public <R> R fold(
          Function<Usable, R> usable, Function<Absent, R> absent, Function<Denied, R> denied) {
        return denied.apply(this);
      }
    }

    /** Applies the function for this case. */
    <R> R fold(Function<Usable, R> usable, Function<Absent, R> absent, Function<Denied, R> denied);
  }

  /**
   * Creates the topic if it does not exist, otherwise checks it.
   *
   * @param needed permissions on the topic
   * @throws SetUpException if it has more than one partition or is not compacted, or a command
   *     lacks a permission
   * @throws OutageException if Kafka is unavailable, or a job lacks a permission
   */
  public static void make(KafkaAdmin admin, String name, Set<AclOperation> needed) {
    Look seen = look(admin, name, needed);
    Look made = seen.fold(usable -> usable, absent -> create(admin, name), denied -> denied);
    if (made instanceof Look.Denied denied) {
      throw admin.caller().denied(denied.message(), denied.cause());
    }
  }

  /**
   * Inspects a topic without changing anything. This does not require permission to create it,
   * which the broker would check first on a create request.
   *
   * @param needed permissions on the topic
   * @throws SetUpException if it has more than one partition or is not compacted
   * @throws OutageException if Kafka is unavailable
   */
  public static Look look(KafkaAdmin admin, String name, Set<AclOperation> needed) {
    return asked(
        name,
        () ->
            admin
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
                .<Look>fold(
                    topic -> {
                      require(topic, policy(admin, name));
                      return rights(topic, needed);
                    },
                    missing -> new Look.Absent(),
                    denied -> noRight(name, denied),
                    refused -> {
                      throw refusal(name, refused.cause());
                    }));
  }

  private static Look rights(TopicDescription topic, Set<AclOperation> needed) {
    Set<AclOperation> granted = topic.authorizedOperations();
    // a broker before 2.3 does not report it
    if (granted == null || granted.containsAll(needed)) {
      return new Look.Usable();
    }
    String missing =
        needed.stream()
            .filter(right -> !granted.contains(right))
            .map(right -> right.name().charAt(0) + right.name().substring(1).toLowerCase(ROOT))
            .sorted()
            .collect(Collectors.joining(" and "));
    return new Look.Denied(
        "no " + missing + " permission on topic " + topic.name() + ". Grant " + missing + " on it.",
        new TopicAuthorizationException(Set.of(topic.name())));
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
              + ". Sluice stores state there, so the topic must have one partition and"
              + " cleanup.policy=compact. Correct the settings, or delete the topic if you do not"
              + " need its contents. Then start again.");
    }
  }

  /** The cleanup policy, or null if this user does not have permission to view it. */
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

  private static Look create(KafkaAdmin admin, String name) {
    NewTopic topic = new NewTopic(name, Optional.of(1), Optional.empty());
    return asked(
        name,
        () ->
            admin
                .create(topic.configs(SETTINGS))
                .<Look>fold(
                    isNew -> new Look.Usable(),
                    missing -> {
                      throw refusal(name, missing.cause());
                    },
                    denied -> noRight(name, denied),
                    refused -> {
                      // this can pass, such as too few brokers for the replicas
                      throw refusal(name, refused.cause());
                    }));
  }

  private static Look noRight(String name, Answer.Denied<?> denied) {
    return new Look.Denied(
        "topic '"
            + name
            + "' does not exist, or this user does not have permission to view or create it: "
            + denied.reason()
            + ". Grant Describe, Read, and Write on it. Also grant Create, or create the topic"
            + " yourself (one partition, cleanup.policy=compact).",
        denied.cause());
  }

  /** Adds the topic to the message of an outage. */
  private static Look asked(String name, Supplier<Look> question) {
    try {
      return question.get();
    } catch (OutageException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw KafkaAdmin.isSilence(e)
          ? new OutageException("Kafka did not respond to a request for topic " + name, cause)
          : refusal(name, cause);
    }
  }

  private static OutageException refusal(String name, Throwable cause) {
    return new OutageException("the Kafka request for topic " + name + " failed: " + cause, cause);
  }
}
