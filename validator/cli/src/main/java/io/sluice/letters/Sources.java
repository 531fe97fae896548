package io.sluice.letters;

import io.sluice.job.OutageException;
import io.sluice.job.Setup;
import io.sluice.job.Topics;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The topics that a pipeline reads, those of patterns and of replays too. */
public final class Sources {

  private Sources() {}

  /** The topics whose records die into a dead-letter topic, and their replay topics. */
  public static Set<String> of(Setup setup, String letters) {
    Topics topics = new Topics(setup.contracts());
    Set<String> sources = new LinkedHashSet<>();
    for (String topic : all(setup, topics)) {
      if (topics.deadLetterTopicOf(topic).equals(letters)) {
        sources.add(topic);
      }
    }
    return sources;
  }

  /** All dead-letter topics of a pipeline. */
  public static Set<String> deadLetterTopics(Setup setup) {
    Topics topics = new Topics(setup.contracts());
    Set<String> letters = new TreeSet<>();
    all(setup, topics).forEach(topic -> letters.add(topics.deadLetterTopicOf(topic)));
    return letters;
  }

  private static Set<String> all(Setup setup, Topics topics) {
    Set<String> all = new TreeSet<>(topics.named());
    all.addAll(topics.replayTopics());
    if (topics.hasPatterns()) {
      existing(setup.config().kafka()).stream().filter(topics::isRead).forEach(all::add);
    }
    return all;
  }

  private static Set<String> existing(Map<String, String> kafka) {
    try (Admin admin = Admin.create(Map.copyOf(kafka))) {
      return admin.listTopics().names().get(15, TimeUnit.SECONDS);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new OutageException(
          "Kafka cannot be asked for its topics: "
              + e.getMessage()
              + ". Check kafka.bootstrap.servers.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    }
  }
}
