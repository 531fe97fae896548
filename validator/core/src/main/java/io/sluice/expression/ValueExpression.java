package io.sluice.expression;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.decode.Event;
import org.jspecify.annotations.Nullable;

/** A compiled expression that makes a value of an event. */
public interface ValueExpression {

  /** The value as plain JSON, or null where the expression gives an error. */
  @Nullable JsonNode evaluate(Event event);
}
