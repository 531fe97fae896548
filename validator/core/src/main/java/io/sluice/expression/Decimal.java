package io.sluice.expression;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An exact number in expressions: a decimal of Avro, a field that a JSON Schema declares as {@code
 * number}, or a number of JSON that is no 64-bit integer. Not a {@link Number}, so that CEL's own
 * functions never take it for a double. Equal by value: 1.0 equals 1.00.
 */
record Decimal(BigDecimal value) implements Comparable<Decimal> {

  /** Beyond these a result is an error, so that no expression can compute forever. */
  private static final int MOST_DIGITS = 5_000;

  private static final int LARGEST_SCALE = 10_000;

  /**
   * What a number is worth; of a double, what people write for it, so that 0.1 is 0.1.
   *
   * @throws ArithmeticException where it is NaN or infinite
   */
  static BigDecimal exact(Object number) {
    if (number instanceof Decimal decimal) {
      return decimal.value;
    }
    if (number instanceof Long whole) {
      return BigDecimal.valueOf(whole);
    }
    if (number instanceof UnsignedLong unsigned) {
      return new BigDecimal(unsigned.bigIntegerValue());
    }
    if (number instanceof Double real && Double.isFinite(real)) {
      return BigDecimal.valueOf(real);
    }
    throw new ArithmeticException("neither NaN nor infinity is a decimal");
  }

  /**
   * A result of arithmetic.
   *
   * @throws ArithmeticException where it has too many digits
   */
  static Decimal result(BigDecimal value) {
    if (value.precision() > MOST_DIGITS || Math.abs((long) value.scale()) > LARGEST_SCALE) {
      throw new ArithmeticException("a decimal has more than " + MOST_DIGITS + " digits");
    }
    return new Decimal(value);
  }

  @Override
  public int compareTo(Decimal other) {
    return value.compareTo(other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Decimal decimal && compareTo(decimal) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
