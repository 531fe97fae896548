package io.sluice.expression;

/** An expression that cannot be compiled; the message says where in it and why. */
public final class ExpressionException extends Exception {
  public ExpressionException(String message) {
    super(message, null, false, false);
  }
}
