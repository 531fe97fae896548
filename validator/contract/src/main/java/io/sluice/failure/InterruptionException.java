package io.sluice.failure;

import java.util.function.Function;

/** Somebody asked this thread to stop while it waited; nothing is known to be wrong. */
public final class InterruptionException extends Failure {

  private static final long serialVersionUID = 1L;

  private InterruptionException(Exception cause) {
    super("interrupted", cause);
  }

  /**
   * Marks the thread as interrupted again, so that whoever is above notices too.
   *
   * @param cause an {@link InterruptedException}, or what a library makes of it
   */
  public static InterruptionException of(Exception cause) {
    Thread.currentThread().interrupt();
    return new InterruptionException(cause);
  }

  @Override
  public <R> R fold(
      Function<? super SetUpException, R> setUp,
      Function<? super OutageException, R> outage,
      Function<? super ConflictException, R> conflict,
      Function<? super InterruptionException, R> interruption) {
    return interruption.apply(this);
  }
}
