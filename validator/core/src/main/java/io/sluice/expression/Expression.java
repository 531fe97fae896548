package io.sluice.expression;

import io.sluice.decode.Event;
import org.jspecify.annotations.Nullable;

/** A compiled condition over an event. Safe to use from several threads. */
public interface Expression {

  /**
   * Evaluates the condition.
   *
   * @param self the value of the rule's field, null where that is null, {@link
   *     io.sluice.type.Absent} where the rule has no field
   */
  Outcome evaluate(Event event, @Nullable Object self);

  /**
   * Why {@link #evaluate} gave {@link Outcome#ERROR}. Evaluates once more and keeps all values on
   * the way, so it is slower.
   */
  Reason reason(Event event, @Nullable Object self);

  /**
   * Why a condition has no result.
   *
   * @param text which function failed, on values of which types, and why; never a value
   * @param path the variable or member whose value is of a wrong type, such as {@code
   *     message.amount}; null where that is not the reason
   */
  record Reason(String text, @Nullable String path) {}
}
