package io.sluice.failure;

import java.util.function.Function;

/**
 * Continuing would lose or duplicate records: another writer moved a table's marks, a table was
 * rolled back, or a topic was recreated. The message says what to do. A restart does not help.
 */
public final class ConflictException extends Failure {

  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(message);
  }

  @Override
  public <R> R fold(
      Function<? super SetUpException, R> setUp,
      Function<? super OutageException, R> outage,
      Function<? super ConflictException, R> conflict,
      Function<? super InterruptionException, R> interruption) {
    return conflict.apply(this);
  }
}
