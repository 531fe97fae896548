package io.sluice.job.deadletter;

import io.sluice.deadletter.DeadLetter;
import org.jspecify.annotations.Nullable;

/** A dead letter on its way to Kafka. */
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

  /** Whether all of it is in its topic. */
  public boolean isWritten() {
    return isWritten;
  }

  /** Why it cannot be written for now, for people; null while it is on its way. */
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
