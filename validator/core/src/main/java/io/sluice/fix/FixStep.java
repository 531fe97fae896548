package io.sluice.fix;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.decode.Event;
import io.sluice.expression.Shapes;

/** One repair. */
public interface FixStep {

  /**
   * Repairs an event in place.
   *
   * @param message the event as plain JSON, after the previous steps
   * @param event the event before any step, for expressions
   * @param shapes the types of its values, for expressions
   * @throws UnfixableException if it cannot be applied
   */
  void apply(JsonNode message, Event event, Shapes shapes) throws UnfixableException;
}
