package io.sluice.letters;

import io.sluice.failure.SetUpException;
import io.sluice.pipeline.Setup;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where dead letters and their states are: in Kafka, and in the tables of a pipeline if known. */
public final class LetterAccess {

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
   * The only dead-letter topic of the pipeline.
   *
   * @throws SetUpException if the pipeline has several, or is not known
   */
  public String onlyTopic() {
    if (setup == null) {
      throw new SetUpException(
          "no dead-letter topic is specified, and there is no configuration to read it from."
              + " Specify the topic, such as orders.dlq, or use --config FILE.");
    }
    Set<String> known = Sources.deadLetterTopics(setup);
    if (known.size() != 1) {
      throw new SetUpException(
          "the contracts have several dead-letter topics; choose one: " + String.join(", ", known));
    }
    return known.iterator().next();
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
