package io.sluice.letters;

import io.sluice.pipeline.Setup;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The number of letters in a topic by contract and state, and the time of the oldest open one. */
public final class LetterCensus {

  /** The contract's name for records that died before their contract was known. */
  public static final String NO_CONTRACT = "none";

  private final Map<String, Map<State, Long>> counts = new TreeMap<>();
  private long oldestOpen = Long.MAX_VALUE;

  LetterCensus() {}

  /**
   * Counts the letters in a whole topic.
   *
   * @param letters the dead-letter topic
   */
  public static LetterCensus of(Setup setup, String letters) {
    LetterCensus census = new LetterCensus();
    LetterScan scan =
        new LetterScan(
            LetterAccess.of(setup), letters, LetterFilter.of(Map.of()), EnumSet.allOf(State.class));
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

  /** The number of letters by contract and state; states without letters are left out. */
  public Map<String, Map<State, Long>> counts() {
    return counts;
  }

  /** When the oldest open letter died, milliseconds since the epoch; empty if none is open. */
  public OptionalLong oldestOpen() {
    return oldestOpen == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldestOpen);
  }
}
