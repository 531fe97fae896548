package io.sluice.rules;

import io.sluice.decode.Event;
import io.sluice.expression.Outcome;
import java.util.function.Predicate;

/** A compiled check of one value. */
interface Check {

  /**
   * Checks a value.
   *
   * @param value the value; present and not null
   * @param event the event that contains it
   */
  Outcome test(Object value, Event event);

  static Outcome of(boolean passes) {
    return passes ? Outcome.PASS : Outcome.FAIL;
  }

  /** A check of values of one class. Other values are an error. */
  static <T> Check of(Class<T> type, Predicate<T> predicate) {
    return (value, event) ->
        type.isInstance(value) ? of(predicate.test(type.cast(value))) : Outcome.ERROR;
  }
}
