package io.sluice.job.deadletter;

import io.sluice.deadletter.DeadLetter;
import org.jspecify.annotations.Nullable;

/** A dead letter that is being sent to Kafka. */
public final class PendingLetter {

  private final DeadLetter letter;
  private volatile boolean isWritten;
  private volatile @Nullable String trouble;

  PendingLetter(DeadLetter letter) {
    this.letter = letter;
  }

  DeadLetter letter() {
    return letter;
  }

  /** Whether the whole letter is in its topic. */
  public boolean isWritten() {
    return isWritten;
  }

  /** A human-readable reason why it cannot be written for now, or null. */
  public @Nullable String trouble() {
    return trouble;
  }

  void written() {
    isWritten = true;
  }

  void delayed(@Nullable String reason) {
    trouble = reason;
  }
}
