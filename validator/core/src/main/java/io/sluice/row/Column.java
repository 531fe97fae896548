package io.sluice.row;

import io.sluice.type.Scalar;
import io.sluice.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Maps one place of an event to one column.
 *
 * @param type the column's type
 * @param mapping converts the event's value to the column's value, or null if they are the same
 * @param isJson whether the column stores JSON text
 */
record Column(Type type, @Nullable Mapping mapping, boolean isJson) {

  Column(Type type, @Nullable Mapping mapping) {
    this(type, mapping, false);
  }

  /** Stores any value as JSON text. */
  static Column json() {
    return new Column(Scalar.STRING, JsonText::of, true);
  }

  /** Converts a value that is not null. */
  interface Mapping {
    Object map(Object value) throws Unstorable;
  }

  @Nullable Object map(@Nullable Object value) throws Unstorable {
    return value == null || mapping == null ? value : mapping.map(value);
  }
}
