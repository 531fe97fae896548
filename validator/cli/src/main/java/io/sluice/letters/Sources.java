package io.sluice.letters;

import io.sluice.kafka.KafkaAdmin;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** The topics that a pipeline reads, including topics that match patterns and replay topics. */
public final class Sources {

  private Sources() {}

  /** The topics whose dead letters go to a dead-letter topic, including their replay topics. */
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
    return deadLetterTopics(setup, LetterFilter.ALL);
  }

  /** The dead-letter topics that can contain letters that a filter selects. */
  static Set<String> deadLetterTopics(Setup setup, LetterFilter filter) {
    Topics topics = new Topics(setup.contracts());
    Set<String> letters = new TreeSet<>();
    for (String topic : all(setup, topics)) {
      boolean hasContract =
          topics.contractsOf(topic).stream()
              .anyMatch(contract -> filter.canMatchContract(contract.name()));
      if (hasContract && filter.canMatchTopic(topic)) {
        letters.add(topics.deadLetterTopicOf(topic));
      }
    }
    return letters;
  }

  private static Set<String> all(Setup setup, Topics topics) {
    Set<String> all = new TreeSet<>(topics.named());
    all.addAll(topics.replayTopics());
    if (topics.hasPatterns()) {
      KafkaAdmin.once(setup.config().kafka(), "its topics", admin -> admin.listTopics().names())
          .stream()
          .filter(topics::isRead)
          .forEach(all::add);
    }
    return all;
  }
}
