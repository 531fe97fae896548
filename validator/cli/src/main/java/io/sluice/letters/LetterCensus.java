package io.sluice.letters;

import io.sluice.pipeline.Setup;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** How many letters of a topic are in which state, by contract, and since when one is open. */
public final class LetterCensus {

  /** The name of the contract where a record died before it was known. */
  public static final String NO_CONTRACT = "none";

  private final Map<String, Map<State, Long>> counts = new TreeMap<>();
  private long oldestOpen = Long.MAX_VALUE;

  LetterCensus() {}

  /**
   * Reads a whole topic, and what is known of its letters.
   *
   * @param letters the dead-letter topic
   */
  public static LetterCensus of(Setup setup, String letters) {
    LetterCensus census = new LetterCensus();
    LetterScan scan =
        new LetterScan(setup, letters, LetterFilter.of(Map.of()), EnumSet.allOf(State.class));
    try (LetterTopic topic = new LetterTopic(setup.config().kafka(), letters)) {
      scan.run(
          topic,
          topic.ends(),
          (letter, state) -> {
            census.add(letter, state);
            return true;
          });
    }
    return census;
  }

  void add(Letter letter, State state) {
    String contract = letter.contract();
    counts
        .computeIfAbsent(
            contract == null ? NO_CONTRACT : contract, name -> new EnumMap<>(State.class))
        .merge(state, 1L, Long::sum);
    if (state == State.OPEN) {
      oldestOpen = Math.min(oldestOpen, letter.diedAt());
    }
  }

  /** By contract, how many letters are in each state that has any. */
  public Map<String, Map<State, Long>> counts() {
    return counts;
  }

  /** When the oldest open letter died, milliseconds since the epoch; empty where none is open. */
  public OptionalLong oldestOpen() {
    return oldestOpen == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldestOpen);
  }
}
