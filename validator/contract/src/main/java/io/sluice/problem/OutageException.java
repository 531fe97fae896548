package io.sluice.problem;

/** Something outside cannot be reached; the message says what, where, and what to do. */
public final class OutageException extends RuntimeException {
  public OutageException(String message, Throwable cause) {
    super(message, cause);
  }
}
