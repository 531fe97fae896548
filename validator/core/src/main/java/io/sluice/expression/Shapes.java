package io.sluice.expression;

import io.sluice.type.Scalar;
import io.sluice.type.Type;

/**
 * The types of what an expression reads.
 *
 * @param message of the events
 * @param key of their keys
 * @param self of the rule's field
 */
public record Shapes(Type message, Type key, Type self) {

  /** Where no schema says anything: numbers of JSON are what their values are. */
  public static final Shapes ANY = new Shapes(Scalar.JSON, Scalar.JSON, Scalar.JSON);

  /** The same for a rule over a field. */
  public Shapes with(Type field) {
    return new Shapes(message, key, field);
  }
}
