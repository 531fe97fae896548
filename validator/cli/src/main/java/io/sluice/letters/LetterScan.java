package io.sluice.letters;

import io.sluice.offset.RecordSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scan of a dead-letter topic that visits each selected letter once, with its state. */
public final class LetterScan {

  private final LetterFilter filter;
  private final Set<State> wanted;
  private final @Nullable EventCondition condition;
  private final LetterStates states;
  private final RecordSet seen = new RecordSet();
  private final Map<State, Long> leftOut = new EnumMap<>(State.class);
  private long copies;
  private long foreign;
  private long incomplete;

  /** Receives each letter. */
  public interface Visitor {
    /** Returns false to end the scan. */
    boolean visit(Letter letter, State state);
  }

  /**
   * Prepares a scan.
   *
   * @param letters the dead-letter topic
   * @param wanted the states to visit; letters in other states are counted as left out
   */
  public LetterScan(LetterAccess access, String letters, LetterFilter filter, Set<State> wanted) {
    this(filter, wanted, access.condition(filter), access.states(letters));
  }

  LetterScan(
      LetterFilter filter,
      Set<State> wanted,
      @Nullable EventCondition condition,
      LetterStates states) {
    this.filter = filter;
    this.wanted = EnumSet.copyOf(wanted);
    this.condition = condition;
    this.states = states;
  }

  /** Reads the topic up to the given ends. */
  public void run(LetterTopic topic, Map<Integer, Long> until, Visitor visitor) {
    topic.read(Map.of(), until, letter -> visit(letter, visitor));
    incomplete = topic.incomplete();
  }

  boolean visit(Letter letter, Visitor visitor) {
    if (!letter.isOurs()) {
      foreign++;
      return true;
    }
    if (!filter.matches(letter) || (condition != null && !condition.holds(letter))) {
      return true;
    }
    if (!seen.add(letter.id())) {
      copies++;
      return true;
    }
    State state = states.of(letter);
    if (wanted.contains(state)) {
      return visitor.visit(letter, state);
    }
    leftOut.merge(state, 1L, Long::sum);
    return true;
  }

  /** Whether states come from the tables as well as from the journal. */
  public boolean hasTables() {
    return states.hasTables();
  }

  /** The number of selected letters in other states, by state. */
  public Map<State, Long> leftOut() {
    return leftOut;
  }

  /** The number of extra copies of letters. */
  public long copies() {
    return copies;
  }

  /** The number of records in the topic that are not letters of Sluice. */
  public long foreign() {
    return foreign;
  }

  /** The number of letters with missing pieces; each copy counts. */
  public long incomplete() {
    return incomplete;
  }
}
