package io.sluice.type;

/**
 * An exact decimal number with at most {@code precision} digits, {@code scale} of them after the
 * decimal point.
 */
public record DecimalType(int precision, int scale) implements Type {
  @Override
  public String describe() {
    return "decimal(" + precision + "," + scale + ")";
  }
}
