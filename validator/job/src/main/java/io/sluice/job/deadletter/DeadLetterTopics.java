package io.sluice.job.deadletter;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.job.deadletter.TopicState.Unusable;
import io.sluice.job.deadletter.TopicState.Usable;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;

/** Creates dead-letter topics that do not exist, and checks those that do. */
public final class DeadLetterTopics {

  /** Space for headers and faults in addition to the largest source record. */
  private static final int HEADROOM = 1 << 20;

  /** Kafka's default of {@code max.message.bytes}, for sources whose setting cannot be seen. */
  private static final int DEFAULT_BYTES = 1_048_588;

  private static final String WHAT = "the dead-letter topics";

  private final KafkaAdmin admin;
  private final Topics topics;

  /** The last known limit of each topic, in case the permission to view it is lost. */
  private final Map<String, Integer> limits = new HashMap<>();

  public DeadLetterTopics(KafkaAdmin admin, Topics topics) {
    this.admin = admin;
    this.topics = topics;
  }

  /**
   * Creates missing dead-letter topics for the current source topics, and requires that letters can
   * be written.
   *
   * @throws SetUpException if they cannot; lists each topic and its problem
   * @throws OutageException if Kafka does not respond
   */
  public static void prepare(Setup setup) {
    Topics topics = new Topics(setup.contracts());
    try (KafkaAdmin admin = KafkaAdmin.forJob(setup.config().kafka())) {
      Collection<String> sources = new TreeSet<>(topics.named());
      if (topics.hasPatterns()) {
        names(admin).stream().filter(topics::isRead).forEach(sources::add);
      }
      List<String> troubles =
          troubles(new DeadLetterTopics(admin, topics).check(sources, true, line -> {}));
      if (!troubles.isEmpty()) {
        throw new SetUpException(String.join(System.lineSeparator(), troubles));
      }
    }
  }

  private static Set<String> names(KafkaAdmin admin) {
    try {
      return admin.get(WHAT, admin.client().listTopics().names());
    } catch (OutageException e) {
      throw outage(e);
    }
  }

  /** The problems of the topics to which letters cannot be written, one or two sentences each. */
  public static List<String> troubles(Map<String, TopicState> states) {
    return states.values().stream()
        .filter(Unusable.class::isInstance)
        .map(state -> ((Unusable) state).reason())
        .toList();
  }

  /**
   * Checks the dead-letter topics for source topics.
   *
   * @param create whether to create missing topics, or only to report that they would be created
   * @param found receives a human-readable line about each topic
   * @return the state of each dead-letter topic, by name
   * @throws OutageException if Kafka does not respond
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
              .client()
              .describeTopics(
                  wanted.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
              .topicNameValues();
      Map<String, KafkaFuture<Config>> configs = configs(wanted.keySet());
      wanted.forEach(
          (name, bytes) ->
              states.put(
                  name,
                  admin
                      .ask(WHAT, KafkaAdmin.of(name, descriptions))
                      .<TopicState>fold(
                          topic ->
                              isWritable(topic)
                                  ? settings(name, KafkaAdmin.of(name, configs), bytes, found)
                                  : noRight(name),
                          missing -> missing(name, bytes, create, found),
                          denied -> noRight(name),
                          refused ->
                              new Unusable(
                                  "dead-letter topic "
                                      + name
                                      + " cannot be used: "
                                      + refused.reason()))));
      return states;
    } catch (OutageException e) {
      throw outage(e);
    }
  }

  /** The size of records that each dead-letter topic should accept. */
  private Map<String, Integer> wanted(Collection<String> sources) {
    Map<String, Integer> wanted = new TreeMap<>();
    configs(sources)
        .forEach(
            (source, config) -> {
              int size =
                  admin
                      .ask(WHAT, config)
                      .<Integer>fold(
                          DeadLetterTopicSettings::maxMessageBytes,
                          missing -> DEFAULT_BYTES,
                          // letters are cut into pieces if this is too small, so the permission is
                          // not required
                          denied -> DEFAULT_BYTES,
                          refused -> DEFAULT_BYTES);
              wanted.merge(topics.deadLetterTopicOf(source), size + HEADROOM, Math::max);
            });
    return wanted;
  }

  private Map<String, KafkaFuture<Config>> configs(Collection<String> names) {
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<String, KafkaFuture<Config>> configs = new LinkedHashMap<>();
    admin
        .client()
        .describeConfigs(resources)
        .values()
        .forEach((resource, config) -> configs.put(resource.name(), config));
    return configs;
  }

  private static boolean isWritable(TopicDescription topic) {
    Set<AclOperation> rights = topic.authorizedOperations();
    return rights == null || rights.contains(AclOperation.WRITE);
  }

  private static Unusable noRight(String topic) {
    return new Unusable(
        "no permission to write to dead-letter topic "
            + topic
            + ". Grant Write and Describe on it.");
  }

  private TopicState settings(
      String topic, KafkaFuture<Config> config, int wanted, Consumer<String> found) {
    return admin
        .ask(WHAT, config)
        .fold(
            seen -> {
              TopicState state = new DeadLetterTopicSettings(topic, seen).state(wanted, found);
              if (state instanceof Usable usable) {
                limits.put(topic, usable.mostBytes());
              }
              return state;
            },
            missing -> new Unusable("dead-letter topic " + topic + " was deleted."),
            denied -> unseen(topic),
            refused -> {
              throw new OutageException(refused.reason(), refused.cause());
            });
  }

  private TopicState unseen(String topic) {
    Integer known = limits.get(topic);
    return known != null
        ? new Usable(known)
        : new Unusable(
            "no permission to view the settings of dead-letter topic "
                + topic
                + ". Grant DescribeConfigs on it.");
  }

  private TopicState missing(String topic, int mostBytes, boolean create, Consumer<String> found) {
    TopicState state = create ? create(topic, mostBytes) : new Usable(mostBytes);
    if (state instanceof Usable) {
      found.accept("dead-letter topic " + topic + (create ? " was created" : " will be created"));
    }
    return state;
  }

  private TopicState create(String topic, int mostBytes) {
    NewTopic fresh = new NewTopic(topic, Optional.of(1), Optional.empty());
    return admin
        .create(fresh.configs(DeadLetterTopicSettings.ofNew(mostBytes)))
        .fold(
            isNew -> {
              if (!isNew) {
                // another client was faster; the next check finds its limit
                return new Usable(LetterPieces.LEAST_BYTES);
              }
              limits.put(topic, mostBytes);
              return new Usable(mostBytes);
            },
            missing -> notCreated(topic, missing.reason()),
            denied -> notCreated(topic, denied.reason()),
            refused -> notCreated(topic, refused.reason()));
  }

  private static Unusable notCreated(String topic, String reason) {
    return new Unusable(
        "dead-letter topic "
            + topic
            + " does not exist and cannot be created: "
            + reason
            + ". Create it (not compacted), or grant Create on it.");
  }

  private static OutageException outage(OutageException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new OutageException(
        "Kafka did not respond to a request for dead-letter topics: " + KafkaAdmin.reason(cause),
        cause);
  }
}
