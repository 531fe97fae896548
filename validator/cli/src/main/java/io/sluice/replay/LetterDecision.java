package io.sluice.replay;

import io.sluice.letters.Causes.Cause;
import io.sluice.letters.State;
import io.sluice.raw.InMemoryRecord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is done with one letter. */
sealed interface LetterDecision {

  /** Hands the case that it is to what takes it. */
  void tell(Cases cases);

  /** What is done with each case. */
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

  /** The record would die again, or cannot be made. */
  record Fails(Cause cause) implements LetterDecision {
    @Override
    public void tell(Cases cases) {
      cases.fails(this);
    }
  }

  /** A letter of the same key still fails, and this one comes later. */
  record Waits() implements LetterDecision {
    @Override
    public void tell(Cases cases) {
      cases.waits(this);
    }
  }

  /** The letter was replayed too often and is moved aside. */
  record Parks() implements LetterDecision {
    @Override
    public void tell(Cases cases) {
      cases.parks(this);
    }
  }

  /**
   * The letter is selected and not sent.
   *
   * @param state null for a reason that is not a state, such as being a copy
   */
  record Skips(@Nullable State state) implements LetterDecision {
    @Override
    public void tell(Cases cases) {
      cases.skips(this);
    }
  }
}
