package io.sluice.expression;

import io.sluice.decode.Event;
import org.jspecify.annotations.Nullable;

/** A compiled condition over an event. Thread-safe. */
public interface Expression {

  /**
   * Evaluates the condition.
   *
   * @param self the value of the rule's field; null if that is null, {@link io.sluice.type.Absent}
   *     if the rule has no field
   */
  Outcome evaluate(Event event, @Nullable Object self);

  /**
   * Explains why {@link #evaluate} returned {@link Outcome#ERROR}. Evaluates again and keeps all
   * intermediate values, so it is slower.
   */
  Reason reason(Event event, @Nullable Object self);

  /**
   * Why a condition has no result.
   *
   * @param text which function failed, on which types, and why; never contains a value
   * @param path the variable or member whose value has the wrong type, such as {@code
   *     message.amount}; null if that is not the reason
   */
  record Reason(String text, @Nullable String path) {}
}
