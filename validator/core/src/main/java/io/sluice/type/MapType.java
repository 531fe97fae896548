package io.sluice.type;

/** A map from text keys to values of one type. */
public record MapType(Type value, boolean valueNullable) implements Type {
  @Override
  public String describe() {
    return "map";
  }
}
