package io.sluice.expression;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.decode.Event;
import org.jspecify.annotations.Nullable;

/** A compiled expression that computes a value from an event. */
public interface ValueExpression {

  /**
   * The value as plain JSON, or null if the evaluation fails.
   *
   * @param shapes the types of the values that it reads
   */
  @Nullable JsonNode evaluate(Event event, Shapes shapes);
}
