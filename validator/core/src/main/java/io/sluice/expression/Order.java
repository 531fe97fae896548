package io.sluice.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.Operator;
import dev.cel.runtime.CelFunctionBinding;
import io.sluice.type.TextOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Orders numbers of any two types on one number line, and text by code points. CEL's Java library
 * rounds an integer to a double before it compares the two, and orders text by UTF-16 units.
 *
 * @see <a
 *     href="https://github.com/google/cel-spec/blob/master/doc/langdef.md#ordering">Ordering</a>
 */
@SuppressWarnings("Immutable") // the functions given here keep no state
final class Order {

  /** The four comparison operators, with the results for which they are true. */
  enum Sign {
    LESS(Operator.LESS, order -> order < 0),
    LESS_EQUALS(Operator.LESS_EQUALS, order -> order <= 0),
    GREATER(Operator.GREATER, order -> order > 0),
    GREATER_EQUALS(Operator.GREATER_EQUALS, order -> order >= 0);

    private final Operator operator;
    private final IntPredicate holds;

    Sign(Operator operator, IntPredicate holds) {
      this.operator = operator;
      this.holds = holds;
    }

    Operator operator() {
      return operator;
    }

    /** Whether the operator is true for two numbers; NaN cannot be ordered. */
    boolean holds(Object one, Object other) {
      return !isNaN(one) && !isNaN(other) && holds.test(numbers(one, other));
    }
  }

  private record Kind(String name, Class<?> values) {}

  private static final Set<Kind> KINDS =
      Set.of(
          new Kind("int64", Long.class),
          new Kind("uint64", UnsignedLong.class),
          new Kind("double", Double.class));

  private Order() {}

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    for (Sign sign : Sign.values()) {
      String prefix = sign.name().toLowerCase(Locale.ROOT) + "_";
      for (Kind one : KINDS) {
        for (Kind other : KINDS) {
          if (!one.equals(other)) {
            bindings.add(
                CelFunctionBinding.from(
                    prefix + one.name() + "_" + other.name(),
                    one.values(),
                    other.values(),
                    sign::holds));
          }
        }
      }
      bindings.add(
          CelFunctionBinding.from(
              prefix + "string",
              String.class,
              String.class,
              (a, b) -> sign.holds.test(texts(a, b))));
    }
    return bindings;
  }

  static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Decimal;
  }

  static boolean isNaN(Object value) {
    return value instanceof Double number && number.isNaN();
  }

  /**
   * Compares two numbers that are not NaN. Next to an integer or a double, a double has its exact
   * value. Next to a {@link Decimal}, it has the value of its shortest notation.
   */
  static int numbers(Object one, Object other) {
    if (one instanceof Long a && other instanceof Long b) {
      return Long.compare(a, b);
    }
    if (one instanceof Double a && other instanceof Double b) {
      // -0.0 and 0.0 are one number
      return Double.compare(a + 0.0, b + 0.0);
    }
    if (one instanceof Double a && a.isInfinite()) {
      return a > 0 ? 1 : -1;
    }
    if (other instanceof Double b && b.isInfinite()) {
      return b > 0 ? -1 : 1;
    }
    boolean hasDecimal = one instanceof Decimal || other instanceof Decimal;
    return exact(one, hasDecimal).compareTo(exact(other, hasDecimal));
  }

  private static BigDecimal exact(Object number, boolean asWritten) {
    return number instanceof Double real && !asWritten
        ? new BigDecimal(real)
        : Decimal.exact(number);
  }

  private static int texts(String one, String other) {
    Budget.scan(Math.min(one.length(), other.length()));
    return TextOrder.compare(one, other);
  }

  /**
   * Compares two values of the same kind: numbers, text, booleans, timestamps, or durations.
   *
   * @throws IllegalArgumentException if they cannot be ordered
   */
  static int values(Object one, Object other) {
    if (isNumber(one) && isNumber(other)) {
      if (isNaN(one) || isNaN(other)) {
        throw new IllegalArgumentException("NaN cannot be ordered");
      }
      return numbers(one, other);
    }
    if (one instanceof String a && other instanceof String b) {
      return texts(a, b);
    }
    if (one instanceof Comparable<?> && one.getClass() == other.getClass()) {
      @SuppressWarnings("unchecked")
      Comparable<Object> comparable = (Comparable<Object>) one;
      return comparable.compareTo(other);
    }
    throw new IllegalArgumentException("values of these types cannot be ordered");
  }
}
