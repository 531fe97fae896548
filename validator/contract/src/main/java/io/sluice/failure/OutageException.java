package io.sluice.failure;

import java.util.function.Function;

/** An external system cannot be reached. The message says which one, where, and what to do. */
public final class OutageException extends Failure {

  private static final long serialVersionUID = 1L;

  public OutageException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public <R> R fold(
      Function<? super SetUpException, R> setUp,
      Function<? super OutageException, R> outage,
      Function<? super ConflictException, R> conflict,
      Function<? super InterruptionException, R> interruption) {
    return outage.apply(this);
  }
}
