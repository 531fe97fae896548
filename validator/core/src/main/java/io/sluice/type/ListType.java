package io.sluice.type;

/** A sequence of values of one type. */
public record ListType(Type element, boolean elementNullable) implements Type {
  @Override
  public String describe() {
    return "array";
  }
}
