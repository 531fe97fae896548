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
}
