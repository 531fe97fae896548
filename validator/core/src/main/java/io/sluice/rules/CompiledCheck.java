package io.sluice.rules;

/**
 * A check with its message for users.
 *
 * @param expectation completes "must ..."; contains no value from the payload
 * @param presence how it treats absent and null values
 */
record CompiledCheck(Check check, String expectation, Presence presence) {

  /** How a check treats absent and null values. */
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
