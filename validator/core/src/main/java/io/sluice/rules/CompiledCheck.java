package io.sluice.rules;

/**
 * A check with what users read when it fails.
 *
 * @param expectation completes "must ...", without any value of the payload
 * @param presence what it says of absent and null values
 */
record CompiledCheck(Check check, String expectation, Presence presence) {

  /** What absent and null values mean to a check. */
  enum Presence {
    /** Both pass. */
    ANY,
    /** Absent fails, null passes. */
    REQUIRED,
    /** Both fail. */
    NOT_NULL
  }

  static CompiledCheck of(Check check, String expectation) {
    return new CompiledCheck(check, expectation, Presence.ANY);
  }
}
