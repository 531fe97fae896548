package io.sluice.conform;

/** A JSON Schema that cannot be compiled; the message says why. */
public final class UnusableJsonSchema extends Exception {
  UnusableJsonSchema(String message) {
    super(message, null, false, false);
  }
}
