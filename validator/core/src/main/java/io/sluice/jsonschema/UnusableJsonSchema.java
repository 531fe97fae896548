package io.sluice.jsonschema;

/** A JSON Schema that cannot be compiled; the message says why. */
public final class UnusableJsonSchema extends Exception {
  public UnusableJsonSchema(String message) {
    super(message, null, false, false);
  }
}
