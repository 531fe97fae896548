package io.sluice.letters;

import io.sluice.failure.SetUpException;
import io.sluice.pipeline.Setup;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where dead letters and their states are: in Kafka, and in the tables of a pipeline if known. */
public final class LetterAccess {

  /** The maximum number of topics in a message. */
  private static final int MOST_NAMES = 10;

  private final Map<String, String> kafka;
  private final @Nullable Setup setup;

  /**
   * @param kafka Kafka's own client properties
   * @param setup null if the contracts and tables are not known
   */
  public LetterAccess(Map<String, String> kafka, @Nullable Setup setup) {
    this.kafka = kafka;
    this.setup = setup;
  }

  /** Access to the dead letters of a pipeline. */
  public static LetterAccess of(Setup setup) {
    return new LetterAccess(setup.config().kafka(), setup);
  }

  /** Kafka's own client properties. */
  public Map<String, String> kafka() {
    return kafka;
  }

  /** Whether states come from the tables as well as from the journal. */
  public boolean hasTables() {
    return setup != null;
  }

  /**
   * The only dead-letter topic that can contain letters that a filter selects.
   *
   * @throws SetUpException if there are several or none, or the pipeline is not known
   */
  public String topicOf(LetterFilter filter) {
    if (setup == null) {
      throw new SetUpException(
          "no dead-letter topic is specified, and there is no configuration to read it from."
              + " Specify the topic, such as orders.dlq, or use --config FILE.");
    }
    Set<String> found = Sources.deadLetterTopics(setup, filter);
    if (found.isEmpty()) {
      throw new SetUpException(
          "the configuration has no contract for these letters. Check --contract, --source, and"
              + " --id, or specify the dead-letter topic.");
    }
    if (found.size() > 1) {
      boolean isLong = found.size() > MOST_NAMES;
      throw new SetUpException(
          "the contracts have "
              + found.size()
              + " dead-letter topics. Specify one of them, or select letters with --contract,"
              + " --source, or --id: "
              + found.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
              + (isLong ? ", and " + (found.size() - MOST_NAMES) + " more" : ""));
    }
    return found.iterator().next();
  }

  /**
   * The condition on events in a filter, or null.
   *
   * @throws SetUpException if it is not valid, or no contract defines how to decode events
   */
  public @Nullable EventCondition condition(LetterFilter filter) {
    String where = filter.where();
    if (where == null) {
      return null;
    }
    if (setup == null) {
      throw new SetUpException(
          "--where requires the contracts, which define how events are decoded, but there is no"
              + " configuration. Specify one with --config FILE.");
    }
    return new EventCondition(where, setup);
  }

  /**
   * The states of letters, from the journal and, if they are known, from the tables.
   *
   * @param letters the dead-letter topic
   */
  LetterStates states(String letters) {
    return states(letters, JournalTopic.read(kafka));
  }

  /**
   * The states of letters, from a journal that was already read.
   *
   * @param letters the dead-letter topic
   */
  public LetterStates states(String letters, Journal journal) {
    return setup == null
        ? LetterStates.of(journal)
        : LetterStates.of(setup, journal, Sources.of(setup, letters));
  }
}
