package io.sluice.failure;

import java.util.function.Function;

/**
 * A reason why Sluice cannot continue. Each kind of failure has its own type, because each requires
 * a different response. Bad data is not a failure: it is a {@code Fault}, which is a value.
 */
public abstract sealed class Failure extends RuntimeException
    permits SetUpException, OutageException, ConflictException, InterruptionException {

  private static final long serialVersionUID = 1L;

  Failure(String message) {
    super(message);
  }

  Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Applies the function for this kind. A new kind does not compile until every caller handles it.
   */
  public abstract <R> R fold(
      Function<? super SetUpException, R> setUp,
      Function<? super OutageException, R> outage,
      Function<? super ConflictException, R> conflict,
      Function<? super InterruptionException, R> interruption);
}
