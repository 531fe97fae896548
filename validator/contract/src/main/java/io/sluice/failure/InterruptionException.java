package io.sluice.failure;

import java.util.function.Function;

/** This thread was asked to stop while it waited. It does not mean that anything is wrong. */
public final class InterruptionException extends Failure {

  private static final long serialVersionUID = 1L;

  private InterruptionException(Exception cause) {
    super("interrupted", cause);
  }

  /**
   * Marks the thread as interrupted again, so that callers notice it too.
   *
   * @param cause an {@link InterruptedException}, or the exception that a library throws instead
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
