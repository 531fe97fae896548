package io.sluice.expression;

import io.sluice.type.Scalar;
import io.sluice.type.Type;

/**
 * The types of the values that an expression reads.
 *
 * @param message the type of the events
 * @param key the type of their keys
 * @param self the type of the rule's field
 */
public record Shapes(Type message, Type key, Type self) {

  /** For events without a schema: the type of a JSON number follows from its value. */
  public static final Shapes ANY = of(Scalar.JSON);

  /** For expressions that read only the event. */
  public static Shapes of(Type message) {
    return new Shapes(message, Scalar.JSON, Scalar.JSON);
  }

  /** The same for a rule over a field. */
  public Shapes with(Type field) {
    return new Shapes(message, key, field);
  }
}
