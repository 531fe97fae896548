package io.sluice.job.deadletter;

import io.sluice.job.OutageException;
import io.sluice.job.Setup;
import io.sluice.job.Topics;
import io.sluice.problem.SetUpException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Makes dead-letter topics that are not there, and checks those that are. */
public final class DeadLetterTopics {

  private static final long PATIENCE_SECONDS = 15;

  /** Room for headers and faults beside the largest source record. */
  private static final int HEADROOM = 1 << 20;

  /** How long letters are kept in topics that are made here. */
  private static final Duration RETENTION = Duration.ofDays(30);

  private static final Duration SHORT_RETENTION = Duration.ofDays(3);

  private final Admin admin;
  private final Topics topics;
  private final List<String> found;

  /**
   * @param found gets a line for people about each topic
   */
  public DeadLetterTopics(Admin admin, Topics topics, List<String> found) {
    this.admin = admin;
    this.topics = topics;
    this.found = found;
  }

  /**
   * Makes what is missing for the topics that contracts name; gives the largest record they take.
   */
  public static int prepare(Setup setup) throws ExecutionException, InterruptedException {
    Topics topics = new Topics(setup.contracts());
    try (Admin admin = Admin.create(Map.copyOf(setup.config().kafka()))) {
      Set<String> existing = admin.listTopics().names().get();
      Set<String> sources = new TreeSet<>(topics.named());
      existing.stream().filter(t -> !topics.contractsOf(t).isEmpty()).forEach(sources::add);
      return new DeadLetterTopics(admin, topics, new ArrayList<>()).check(existing, sources, true);
    }
  }

  /**
   * Makes what is missing, if wanted, and checks what is there.
   *
   * @return the largest record that all of them take
   */
  public int check(Set<String> existing, Set<String> sources, boolean create) {
    int most = 1 << 20;
    try {
      Map<String, Integer> targets = new LinkedHashMap<>();
      for (String source : sources) {
        int size = number(config(admin, source), TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        most = Math.max(most, size + HEADROOM);
        targets.merge(topics.deadLetterTopicOf(source), size + HEADROOM, Math::max);
      }
      for (Map.Entry<String, Integer> target : targets.entrySet()) {
        if (!existing.contains(target.getKey())) {
          found.add(
              "dead-letter topic " + target.getKey() + (create ? " was made" : " will be made"));
          if (create) {
            make(admin, target.getKey(), target.getValue());
          }
        } else {
          Config config = config(admin, target.getKey());
          refuseCompaction(target.getKey(), config);
          requireRight(target.getKey());
          int size = number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
          most = Math.min(most, size);
          found.add(
              "dead-letter topic "
                  + target.getKey()
                  + " is there"
                  + doubts(config, size, target.getValue()));
        }
      }
      return most;
    } catch (ExecutionException | TimeoutException e) {
      throw new SetUpException(
          "the dead-letter topics cannot be looked at or made: "
              + (e.getCause() == null ? e : e.getCause()).getMessage()
              + ". Make them by hand, not compacted, or give the job the right to.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    }
  }

  private void requireRight(String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<AclOperation> rights =
        admin
            .describeTopics(
                List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .allTopicNames()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .values()
            .iterator()
            .next()
            .authorizedOperations();
    if (rights != null && !rights.contains(AclOperation.WRITE)) {
      throw new SetUpException(
          "the job has no right to write to dead-letter topic "
              + topic
              + ". Ask for the ACL Write.");
    }
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
          .append("; it takes records of ")
          .append(bytes)
          .append(" bytes only, so letters of larger ones go without their value: raise its")
          .append(" max.message.bytes to ")
          .append(wanted);
    }
    return doubts.toString();
  }

  private static void make(Admin admin, String topic, int mostBytes)
      throws ExecutionException, InterruptedException, TimeoutException {
    NewTopic fresh = new NewTopic(topic, java.util.Optional.of(1), java.util.Optional.empty());
    fresh.configs(
        Map.of(
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(mostBytes),
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            Long.toString(RETENTION.toMillis())));
    admin.createTopics(List.of(fresh)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static void refuseCompaction(String topic, Config config) {
    String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      throw new SetUpException(
          "dead-letter topic "
              + topic
              + " is compacted, which would delete letters that share a key. Set its"
              + " cleanup.policy to delete.");
    }
  }

  private static Config config(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin
        .describeConfigs(List.of(resource))
        .all()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .values()
        .iterator()
        .next();
  }

  private static int number(Config config, String name) {
    return Integer.parseInt(config.get(name).value());
  }
}
