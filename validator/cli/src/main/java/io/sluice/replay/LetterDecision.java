package io.sluice.replay;

import io.sluice.letters.Causes.Cause;
import io.sluice.letters.State;
import io.sluice.raw.InMemoryRecord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The decision on one letter. */
sealed interface LetterDecision {

  /** Calls the method for this case. */
  void tell(Cases cases);

  /** Handles each case. */
  interface Cases {
    void send(Send send);

    void fails(Fails fails);

    void waits(Waits waits);

    void parks(Parks parks);

    void skips(Skips skips);
  }

  /**
   * The record is sent.
   *
   * @param original the value before it was fixed
   */
  record Send(InMemoryRecord record, byte @Nullable [] original) implements LetterDecision {
    boolean isFixed() {
      return !Arrays.equals(original, record.value());
    }

    @Override
    public void tell(Cases cases) {
      cases.send(this);
    }
  }

  /** The record would die again, or cannot be repaired. */
  record Fails(Cause cause) implements LetterDecision {
    @Override
    public void tell(Cases cases) {
      cases.fails(this);
    }
  }

  /** An earlier letter of the same key still fails. */
  record Waits() implements LetterDecision {
    @Override
    public void tell(Cases cases) {
      cases.waits(this);
    }
  }

  /** The letter was replayed too many times and is parked. */
  record Parks() implements LetterDecision {
    @Override
    public void tell(Cases cases) {
      cases.parks(this);
    }
  }

  /**
   * The letter is selected but not sent.
   *
   * @param state its state, or null if it is a copy
   */
  record Skips(@Nullable State state) implements LetterDecision {
    @Override
    public void tell(Cases cases) {
      cases.skips(this);
    }
  }
}
