package io.sluice.failure;

import java.util.function.Function;

/**
 * Why Sluice cannot go on. Kinds of failure stay apart, since each asks for another answer; bad
 * data is none of them: it is a {@code Fault}, which is a value.
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

  /** One answer for each kind; a new kind does not compile until every place has one. */
  public abstract <R> R fold(
      Function<? super SetUpException, R> setUp,
      Function<? super OutageException, R> outage,
      Function<? super ConflictException, R> conflict,
      Function<? super InterruptionException, R> interruption);
}
