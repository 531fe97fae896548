package io.sluice.replay;

import io.sluice.letters.Causes.Cause;
import io.sluice.letters.State;
import io.sluice.raw.InMemoryRecord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is done with one letter. */
sealed interface LetterDecision {

  /**
   * The record is sent.
   *
   * @param original the value before it was fixed
   */
  record Send(InMemoryRecord record, byte @Nullable [] original) implements LetterDecision {
    boolean isFixed() {
      return !Arrays.equals(original, record.value());
    }
  }

  /** The record would die again, or cannot be made. */
  record Fails(Cause cause) implements LetterDecision {}

  /** A letter of the same key still fails, and this one comes later. */
  record Waits() implements LetterDecision {}

  /** The letter was replayed too often and is moved aside. */
  record Parks() implements LetterDecision {}

  /** The letter is not selected: null for a reason that is no state, as being a copy. */
  record Skips(@Nullable State state) implements LetterDecision {}
}
