package io.sluice.rules;

import io.sluice.contract.CheckName;
import io.sluice.expression.Outcome;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.TextOrder;
import io.sluice.type.Type;
import java.math.BigDecimal;
import java.time.Instant;

/** Compares two values of one event. */
final class Relation {

  /** The result of comparing two values. */
  private interface Order {
    /** Less than 0, 0, or more than 0; {@link #NONE} if the values cannot be compared. */
    int compare(Object one, Object other);
  }

  private static final int NONE = Integer.MIN_VALUE;

  /** NaN is neither less nor more than anything, nor equal to it. */
  private static final int UNORDERED = NONE + 1;

  private final CheckName name;
  private final Order order;

  private Relation(CheckName name, Order order) {
    this.name = name;
    this.order = order;
  }

  static Relation compile(CheckName name, Type one, Type other) throws Mismatch {
    if (one instanceof RecordType || other instanceof RecordType) {
      throw new Mismatch("objects cannot be compared as a whole; compare their fields");
    }
    if (Moment.isTime(one) || Moment.isTime(other)) {
      Moment.Reader first = Moment.reader(one);
      Moment.Reader second = Moment.reader(other);
      return new Relation(
          name,
          (a, b) -> {
            Instant left = first.read(a);
            Instant right = second.read(b);
            return left == null || right == null ? NONE : left.compareTo(right);
          });
    }
    boolean numbers = Comparison.isNumeric(one) && Comparison.isNumeric(other);
    boolean texts = isTextual(one) && isTextual(other);
    boolean equals = name == CheckName.EQ_FIELD && one.equals(other);
    boolean times = isTimeOfDay(one) && one == other;
    if (!numbers && !texts && !equals && !times) {
      throw new Mismatch(Words.a(one) + " and " + Words.a(other) + " cannot be compared");
    }
    return new Relation(name, Relation::compare);
  }

  private static boolean isTextual(Type type) {
    return TextChecks.isText(type) || type == Scalar.JSON;
  }

  private static boolean isTimeOfDay(Type type) {
    return type == Scalar.TIME_MILLIS || type == Scalar.TIME_MICROS;
  }

  private static int compare(Object one, Object other) {
    if (one instanceof Number first && other instanceof Number second) {
      BigDecimal left = Comparison.number(first);
      BigDecimal right = Comparison.number(second);
      if (left != null && right != null) {
        return left.compareTo(right);
      }
      double one64 = first.doubleValue();
      double other64 = second.doubleValue();
      return Double.isNaN(one64) || Double.isNaN(other64)
          ? UNORDERED
          : Double.compare(one64, other64);
    }
    if (one instanceof String left && other instanceof String right) {
      return TextOrder.compare(left, right);
    }
    if (one instanceof Boolean left && other instanceof Boolean right) {
      return Boolean.compare(left, right);
    }
    return Same.text(one).equals(Same.text(other)) ? 0 : NONE;
  }

  /** Checks two values that are present and not null. */
  Outcome test(Object one, Object other) {
    int compared = order.compare(one, other);
    if (compared == NONE) {
      return name == CheckName.EQ_FIELD && one.getClass() == other.getClass()
          ? Outcome.FAIL
          : Outcome.ERROR;
    }
    if (compared == UNORDERED) {
      return Outcome.FAIL;
    }
    return Check.of(
        switch (name) {
          case EQ_FIELD -> compared == 0;
          case GT_FIELD -> compared > 0;
          case GTE_FIELD -> compared >= 0;
          case LT_FIELD -> compared < 0;
          case LTE_FIELD -> compared <= 0;
          default -> throw new IllegalStateException(name + " compares no fields");
        });
  }

  /** Completes "must ...". */
  static String expectation(CheckName name, String other) {
    return switch (name) {
      case EQ_FIELD -> "equal " + other;
      case GT_FIELD -> "be greater than " + other;
      case GTE_FIELD -> "be at least " + other;
      case LT_FIELD -> "be less than " + other;
      case LTE_FIELD -> "be at most " + other;
      default -> throw new IllegalStateException(name + " compares no fields");
    };
  }
}
