package io.sluice.rules;

/** A check that cannot be applied to the type at its path, or whose argument makes no sense. */
final class Mismatch extends Exception {
  Mismatch(String message) {
    super(message, null, false, false);
  }
}
