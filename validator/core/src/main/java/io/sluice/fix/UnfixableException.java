package io.sluice.fix;

/** A fix cannot be applied to an event. The message says why, without values. */
public final class UnfixableException extends Exception {
  public UnfixableException(String message) {
    super(message, null, false, false);
  }
}
