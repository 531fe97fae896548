package io.sluice.job;

import io.sluice.problem.SetUpException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Topics in which Sluice keeps what it knows: compacted, of one partition, so of one order. */
public final class CompactedTopic {

  private static final long PATIENCE_SECONDS = 15;

  private CompactedTopic() {}

  /** Looking first needs no right to create, which the broker asks for before it looks. */
  private static boolean isThere(Admin admin, String name) {
    try {
      return admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS).contains(name);
    } catch (ExecutionException | TimeoutException e) {
      throw new OutageException("Kafka cannot be asked for its topics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    }
  }

  /**
   * Makes a topic where it is not there.
   *
   * @throws SetUpException where the right to do so is missing
   * @throws OutageException where Kafka cannot be had
   */
  public static void make(Admin admin, String name) {
    if (isThere(admin, name)) {
      return;
    }
    NewTopic topic = new NewTopic(name, Optional.of(1), Optional.empty());
    topic.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try {
      admin.createTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new SetUpException(
            "the topic '"
                + name
                + "' is not there and cannot be made: "
                + e.getMessage()
                + ". Make it by hand, compacted and of one partition, or ask for the ACL Create.");
      }
    } catch (TimeoutException e) {
      throw new OutageException("Kafka does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    }
  }
}
