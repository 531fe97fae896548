package io.sluice.job.deadletter;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.job.deadletter.TopicState.Unusable;
import io.sluice.job.deadletter.TopicState.Usable;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates dead-letter topics that do not exist, and checks those that do. */
public final class DeadLetterTopics {

  private static final long PATIENCE_SECONDS = 15;

  /** Room for headers and faults beside the largest source record. */
  private static final int HEADROOM = 1 << 20;

  /** Kafka's own default of {@code max.message.bytes}, for sources whose own cannot be seen. */
  private static final int DEFAULT_BYTES = 1_048_588;

  /** How long letters are kept in topics that are created here. */
  private static final Duration RETENTION = Duration.ofDays(30);

  private static final Duration SHORT_RETENTION = Duration.ofDays(3);

  private final Admin admin;
  private final Topics topics;

  /** Of each topic as it was seen last, for when the right to see it is lost. */
  private final Map<String, Integer> limits = new HashMap<>();

  public DeadLetterTopics(Admin admin, Topics topics) {
    this.admin = admin;
    this.topics = topics;
  }

  /**
   * Creates what is missing for the topics that are there now, and requires that letters can be
   * written.
   *
   * @throws SetUpException where they cannot; names each topic and what is wrong with it
   * @throws OutageException where Kafka does not answer
   */
  public static void prepare(Setup setup) {
    Topics topics = new Topics(setup.contracts());
    try (Admin admin = Admin.create(Map.copyOf(setup.config().kafka()))) {
      Collection<String> sources = new TreeSet<>(topics.named());
      if (topics.hasPatterns()) {
        get(admin.listTopics().names()).stream().filter(topics::isRead).forEach(sources::add);
      }
      List<String> troubles =
          troubles(new DeadLetterTopics(admin, topics).check(sources, true, line -> {}));
      if (!troubles.isEmpty()) {
        throw new SetUpException(String.join(System.lineSeparator(), troubles));
      }
    } catch (ExecutionException | TimeoutException e) {
      throw outage(e);
    }
  }

  /** What is wrong with the topics to which letters cannot be written, one sentence or two each. */
  public static List<String> troubles(Map<String, TopicState> states) {
    return states.values().stream()
        .filter(Unusable.class::isInstance)
        .map(state -> ((Unusable) state).reason())
        .toList();
  }

  /**
   * Looks at the dead-letter topics of source topics.
   *
   * @param create whether to create those that do not exist, or only to say that they would be
   * @param found gets a line for people about each topic
   * @return the state of each dead-letter topic, by name
   * @throws OutageException where Kafka does not answer
   */
  public Map<String, TopicState> check(
      Collection<String> sources, boolean create, Consumer<String> found) {
    Map<String, TopicState> states = new LinkedHashMap<>();
    if (sources.isEmpty()) {
      return states;
    }
    try {
      Map<String, Integer> wanted = wanted(sources);
      Map<String, KafkaFuture<TopicDescription>> descriptions =
          admin
              .describeTopics(
                  wanted.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
              .topicNameValues();
      Map<String, KafkaFuture<Config>> configs = configs(wanted.keySet());
      for (Map.Entry<String, Integer> topic : wanted.entrySet()) {
        String name = topic.getKey();
        TopicState state;
        if (isMissing(future(descriptions, name))) {
          state = create ? create(name, topic.getValue()) : new Usable(topic.getValue());
          if (state instanceof Usable) {
            found.accept(
                "dead-letter topic " + name + (create ? " was created" : " will be created"));
          }
        } else {
          state = unwritable(name, future(descriptions, name));
          if (state == null) {
            state = settings(name, future(configs, name), topic.getValue(), found);
          }
        }
        states.put(name, state);
      }
      return states;
    } catch (ExecutionException | TimeoutException e) {
      throw outage(e);
    }
  }

  private static <T> KafkaFuture<T> future(Map<String, KafkaFuture<T>> futures, String topic) {
    KafkaFuture<T> future = futures.get(topic);
    if (future == null) {
      throw new IllegalStateException("Kafka's client answers for each topic");
    }
    return future;
  }

  /** The size of records that each dead-letter topic should take. */
  private Map<String, Integer> wanted(Collection<String> sources)
      throws ExecutionException, TimeoutException {
    Map<String, Integer> wanted = new TreeMap<>();
    for (Map.Entry<String, KafkaFuture<Config>> source : configs(sources).entrySet()) {
      int size = DEFAULT_BYTES;
      try {
        size = number(get(source.getValue()), TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      } catch (ExecutionException e) {
        // letters are cut into pieces where this is too little, so the right is not required
        requireAnswer(e);
      }
      wanted.merge(topics.deadLetterTopicOf(source.getKey()), size + HEADROOM, Math::max);
    }
    return wanted;
  }

  /** Fails where the broker has not answered the question. */
  private static void requireAnswer(ExecutionException e) throws ExecutionException {
    if (!(e.getCause() instanceof AuthorizationException
        || e.getCause() instanceof UnknownTopicOrPartitionException
        || e.getCause() instanceof InvalidTopicException)) {
      throw e;
    }
  }

  private Map<String, KafkaFuture<Config>> configs(Collection<String> names) {
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<String, KafkaFuture<Config>> configs = new LinkedHashMap<>();
    admin
        .describeConfigs(resources)
        .values()
        .forEach((resource, config) -> configs.put(resource.name(), config));
    return configs;
  }

  private static boolean isMissing(KafkaFuture<TopicDescription> description)
      throws TimeoutException {
    try {
      TopicDescription unused = get(description);
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof UnknownTopicOrPartitionException;
    }
  }

  /** Why nothing can be written to a topic; null where it can, as far as rights go. */
  private @Nullable TopicState unwritable(String topic, KafkaFuture<TopicDescription> description)
      throws ExecutionException, TimeoutException {
    try {
      var rights = get(description).authorizedOperations();
      return rights == null || rights.contains(AclOperation.WRITE) ? null : noRight(topic);
    } catch (ExecutionException e) {
      requireAnswer(e);
      return e.getCause() instanceof AuthorizationException
          ? noRight(topic)
          : new Unusable("dead-letter topic " + topic + " cannot be used: " + why(e));
    }
  }

  private static Unusable noRight(String topic) {
    return new Unusable(
        "no right to write to dead-letter topic " + topic + ". Grant Write and Describe on it.");
  }

  private TopicState settings(
      String topic, KafkaFuture<Config> future, int wanted, Consumer<String> found)
      throws ExecutionException, TimeoutException {
    Config config;
    try {
      config = get(future);
    } catch (ExecutionException e) {
      requireAnswer(e);
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return new Unusable("dead-letter topic " + topic + " was deleted.");
      }
      Integer known = limits.get(topic);
      return known != null
          ? new Usable(known)
          : new Unusable(
              "no right to see the settings of dead-letter topic "
                  + topic
                  + ". Grant DescribeConfigs on it.");
    }
    String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      return new Unusable(
          "dead-letter topic "
              + topic
              + " is compacted, which would delete letters that share a key. Set its"
              + " cleanup.policy to delete.");
    }
    // a batch larger than a segment is refused too
    int bytes =
        Math.min(
            number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
            number(config, TopicConfig.SEGMENT_BYTES_CONFIG));
    if (bytes < LetterPieces.LEAST_BYTES) {
      return new Unusable(
          "dead-letter topic "
              + topic
              + " takes records of up to "
              + bytes
              + " bytes, too small even for pieces of a letter. Set its max.message.bytes to at"
              + " least "
              + LetterPieces.LEAST_BYTES
              + ".");
    }
    limits.put(topic, bytes);
    found.accept("dead-letter topic " + topic + " is there" + doubts(config, bytes, wanted));
    return new Usable(bytes);
  }

  /** What works and should be otherwise. */
  private static String doubts(Config config, int bytes, int wanted) {
    StringBuilder doubts = new StringBuilder();
    long retention = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    if (retention >= 0 && retention < SHORT_RETENTION.toMillis()) {
      doubts
          .append("; it keeps letters for ")
          .append(Duration.ofMillis(retention).toHours())
          .append(" h only, raise its retention.ms so that there is time to repair them");
    }
    if (bytes < wanted) {
      doubts
          .append("; it takes records of up to ")
          .append(bytes)
          .append(" bytes, so larger letters are split into pieces. To keep them whole, raise its")
          .append(" max.message.bytes to ")
          .append(wanted);
    }
    return doubts.toString();
  }

  private TopicState create(String topic, int mostBytes)
      throws ExecutionException, TimeoutException {
    NewTopic fresh = new NewTopic(topic, Optional.of(1), Optional.empty());
    fresh.configs(
        Map.of(
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(mostBytes),
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            Long.toString(RETENTION.toMillis())));
    try {
      Void unused = get(admin.createTopics(List.of(fresh)).all());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        // somebody else was faster; the next look finds out what its limit is
        return new Usable(LetterPieces.LEAST_BYTES);
      }
      if (e.getCause() instanceof RetriableException) {
        throw e;
      }
      return new Unusable(
          "dead-letter topic "
              + topic
              + " does not exist and cannot be created: "
              + why(e)
              + ". Create it, not compacted, or grant Create on it.");
    }
    limits.put(topic, mostBytes);
    return new Usable(mostBytes);
  }

  private static int number(Config config, String name) {
    return Integer.parseInt(config.get(name).value());
  }

  private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  private static String why(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
  }

  private static OutageException outage(Exception e) {
    return new OutageException(
        "Kafka does not answer when asked for the dead-letter topics: " + why(e), e);
  }
}
