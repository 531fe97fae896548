package io.sluice.type;

/** Exactly {@code size} bytes. */
public record FixedType(int size) implements Type {
  @Override
  public String describe() {
    return "fixed[" + size + "]";
  }
}
