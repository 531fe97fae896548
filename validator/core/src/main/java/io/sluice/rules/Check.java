package io.sluice.rules;

import io.sluice.expression.Outcome;

/** A compiled check of one value. */
interface Check {

  /** Judges a value that is there and not null. */
  Outcome test(Object value);

  static Outcome of(boolean passes) {
    return passes ? Outcome.PASS : Outcome.FAIL;
  }
}
