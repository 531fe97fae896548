package io.sluice.replay;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.failure.Suggestion;
import io.sluice.kafka.Answer;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.letters.Sources;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** The topics that a replay writes to, checked before anything is sent, and created if allowed. */
final class Targets {

  private static final long PATIENCE_SECONDS = 15;
  private static final long PAUSE_MILLIS = 100;

  /** The suffix of the parking topic, for letters that were replayed too many times. */
  static final String PARKED = ".parked";

  private final KafkaAdmin admin;
  private final Setup setup;
  private final ReplayPlan plan;
  private int mostBytes = 1 << 20;

  Targets(KafkaAdmin admin, Setup setup, ReplayPlan plan) {
    this.admin = admin;
    this.setup = setup;
    this.plan = plan;
  }

  /** The size of the largest record that any source topic accepts, in bytes. */
  int mostBytes() {
    return mostBytes;
  }

  /**
   * Checks the targets.
   *
   * @param create whether to create missing replay topics
   * @throws SetUpException if a target cannot be written to
   */
  void check(boolean create) {
    Set<String> sources = new LinkedHashSet<>(Sources.of(setup, plan.letters()));
    sources.removeIf(topic -> topic.endsWith(Topics.REPLAY));
    if (sources.isEmpty()) {
      throw new SetUpException(
          "no contract in the configuration uses dead-letter topic '"
              + plan.letters()
              + "'; check letters.topic in the plan");
    }
    for (String source : sources) {
      String target = plan.targetOf(source);
      refuseOwnOutput(target);
      if (plan.target().equals(ReplayPlan.TARGET) && !Topics.canBeReplayed(source)) {
        throw new SetUpException(
            "the name of topic '"
                + source
                + "' is too long: with "
                + Topics.REPLAY
                + " appended, it would exceed Kafka's limit of 249 characters. Nothing was sent."
                + " Create the plan again with --target TOPIC.");
      }
      Optional<TopicDescription> origin = description(source);
      int bytes = origin.isPresent() ? mostBytesOf(source) : mostBytes;
      mostBytes = Math.max(mostBytes, bytes);
      Optional<TopicDescription> known = description(target);
      if (known.isPresent()) {
        requireRight(known.get());
      } else if (plan.target().equals(ReplayPlan.TARGET)) {
        if (create) {
          make(target, origin.map(topic -> topic.partitions().size()).orElse(1), bytes);
        }
      } else {
        throw new SetUpException(
            "target topic '"
                + target
                + "' does not exist"
                + Suggestion.among(
                    target,
                    get(admin, () -> admin.client().listTopics().names(), "the list of topics")));
      }
    }
  }

  private void refuseOwnOutput(String target) {
    if (target.equals(plan.letters()) || new Topics(setup.contracts()).isWrittenBySluice(target)) {
      throw new SetUpException(
          "the target '"
              + target
              + "' is a dead-letter topic. Nothing was sent. Use the target '{topic}.replay', which"
              + " the same contract reads, or '{topic}'.");
    }
  }

  /** The topic's description; empty if it does not exist. */
  private Optional<TopicDescription> description(String topic) {
    DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    return admin.find(
        "topic " + topic,
        KafkaAdmin.of(
            topic, admin.client().describeTopics(List.of(topic), options).topicNameValues()));
  }

  private static void requireRight(TopicDescription topic) {
    Set<AclOperation> rights = topic.authorizedOperations();
    if (rights != null && !rights.contains(AclOperation.WRITE)) {
      throw new SetUpException(
          "no permission to write to topic '"
              + topic.name()
              + "'. Nothing was sent. Grant Write on the topic.");
    }
  }

  /** The size of the largest record that a topic accepts, in bytes. */
  int mostBytesOf(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return Integer.parseInt(
        get(admin, () -> admin.client().describeConfigs(List.of(resource)).all(), "topic " + topic)
            .values()
            .iterator()
            .next()
            .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
            .value());
  }

  private void make(String topic, int partitions, int bytes) {
    NewTopic fresh = new NewTopic(topic, Optional.of(partitions), Optional.empty());
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    // a replayed record has more headers than its source record
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes + (64 << 10)));
    create(fresh.configs(settings), "Nothing was sent.");
  }

  /** Creates the parking topic if it is missing. */
  void makeParking() {
    if (description(plan.letters() + PARKED).isPresent()) {
      return;
    }
    NewTopic fresh = new NewTopic(plan.letters() + PARKED, Optional.of(1), Optional.empty());
    create(
        fresh.configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(mostBytesOf(plan.letters())))),
        "This batch was not sent.");
  }

  /**
   * Creates a topic.
   *
   * @param soFar what was sent before it, for messages
   */
  private void create(NewTopic topic, String soFar) {
    Answer<Boolean> answer;
    try {
      answer = admin.create(topic);
    } catch (OutageException e) {
      throw new OutageException(
          "cannot create topic '" + topic.name() + "' right now. " + soFar + " " + e.getMessage(),
          e);
    }
    boolean unused =
        answer.<Boolean>fold(
            isNew -> isNew,
            missing -> {
              throw notMade(topic, missing.reason(), soFar);
            },
            denied -> {
              throw notMade(topic, denied.reason(), soFar);
            },
            refused -> {
              throw notMade(topic, refused.reason(), soFar);
            });
  }

  private static SetUpException notMade(NewTopic topic, String reason, String soFar) {
    return new SetUpException(
        "topic '"
            + topic.name()
            + "' does not exist and cannot be created: "
            + reason
            + ". "
            + soFar
            + " Create the topic yourself, or grant Create on it.");
  }

  /** Asks again for a while, because some brokers may not know a new topic yet. */
  static <T> T get(KafkaAdmin admin, Supplier<KafkaFuture<T>> question, String what) {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Answer<T> answer = asked(admin, question.get(), what);
      if (answer instanceof Answer.Missing && System.nanoTime() < patience) {
        pause();
        continue;
      }
      return answer.fold(
          given -> given,
          missing -> {
            throw outage(what, missing.cause());
          },
          denied -> {
            throw new SetUpException("no permission to describe " + what + ": " + denied.reason());
          },
          refused -> {
            throw outage(what, refused.cause());
          });
    }
  }

  private static <T> Answer<T> asked(KafkaAdmin admin, KafkaFuture<T> question, String what) {
    try {
      return admin.ask(what, question);
    } catch (OutageException e) {
      throw KafkaAdmin.isSilence(e)
          ? new OutageException("Kafka did not respond to a request for " + what, e)
          : outage(what, e.getCause() == null ? e : e.getCause());
    }
  }

  private static OutageException outage(String what, Throwable cause) {
    return new OutageException(
        "cannot read " + what + " from Kafka: " + KafkaAdmin.reason(cause), cause);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }
}
