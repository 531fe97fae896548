package io.sluice.expression;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An exact number in expressions: an Avro decimal, a field that a JSON Schema declares as {@code
 * number}, or a JSON number that is not a 64-bit integer. It is not a {@link Number}, so that CEL's
 * own functions never treat it as a double. Equal by value: 1.0 equals 1.00.
 */
record Decimal(BigDecimal value) implements Comparable<Decimal> {

  /** Beyond these limits a result is an error, so that no expression can compute forever. */
  private static final int MOST_DIGITS = 5_000;

  private static final int LARGEST_SCALE = 10_000;

  /**
   * The value of a number. A double counts as its shortest notation, so that 0.1 is 0.1.
   *
   * @throws ArithmeticException if it is NaN or infinite
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
    throw new ArithmeticException("NaN and infinity are not decimals");
  }

  /**
   * A result of arithmetic.
   *
   * @throws ArithmeticException if it has too many digits
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
