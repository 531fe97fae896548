package io.sluice.fix;

/** An event that a fix cannot be applied to; the message says why, without values. */
public final class UnfixableException extends Exception {
  public UnfixableException(String message) {
    super(message, null, false, false);
  }
}
