package io.sluice.type;

/** Values of one type under text keys. */
public record MapType(Type value, boolean valueNullable) implements Type {
  @Override
  public String describe() {
    return "map";
  }
}
