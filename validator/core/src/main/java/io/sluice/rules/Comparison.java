package io.sluice.rules;

import io.sluice.contract.Argument;
import io.sluice.expression.Outcome;
import io.sluice.format.Rfc3339;
import io.sluice.type.DecimalType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Comparisons with a constant for numbers, dates, times, and timestamps. */
final class Comparison {

  /** The four orders. */
  enum Sign {
    GT("greater than"),
    GTE("at least"),
    LT("less than"),
    LTE("at most");

    private final String words;

    Sign(String words) {
      this.words = words;
    }

    boolean holds(int comparison) {
      return switch (this) {
        case GT -> comparison > 0;
        case GTE -> comparison >= 0;
        case LT -> comparison < 0;
        case LTE -> comparison <= 0;
      };
    }
  }

  /** Beyond this, comparing exactly would take forever. */
  private static final int LARGEST_SCALE = 10_000;

  private Comparison() {}

  static CompiledCheck compile(Sign sign, Argument argument, Type type) throws Mismatch {
    BigDecimal bound = bound(argument, type);
    return CompiledCheck.of(check(sign, bound), "be " + sign.words + " " + argument.text());
  }

  /** Compares exactly, regardless of the notation of the number. */
  static CompiledCheck multipleOf(Argument argument, Type type) throws Mismatch {
    BigDecimal unit = number(argument, type);
    return CompiledCheck.of(
        (value, event) -> {
          BigDecimal number = number(value);
          if (number == null) {
            return value instanceof Number ? Outcome.FAIL : Outcome.ERROR;
          }
          return Check.of(number.remainder(unit).signum() == 0);
        },
        "be a multiple of " + argument.text());
  }

  static CompiledCheck finite(Type type) throws Mismatch {
    if (!isNumeric(type)) {
      throw Mismatch.ofType("numbers", type);
    }
    return CompiledCheck.of(
        Check.of(Number.class, value -> Double.isFinite(value.doubleValue()) || isExact(value)),
        "be a finite number");
  }

  private static boolean isExact(Number value) {
    return value instanceof BigDecimal || value instanceof BigInteger;
  }

  static CompiledCheck between(Argument.Range range, Type type) throws Mismatch {
    BigDecimal low = bound(range.least(), type);
    BigDecimal high = bound(range.most(), type);
    if (low.compareTo(high) > 0) {
      throw new Mismatch(
          "'between' has the larger value first, so nothing can pass; swap the values");
    }
    Check least = check(Sign.GTE, low);
    Check most = check(Sign.LTE, high);
    return CompiledCheck.of(
        (value, event) -> {
          Outcome outcome = least.test(value, event);
          return outcome == Outcome.PASS ? most.test(value, event) : outcome;
        },
        "be between " + range.text());
  }

  /** The constant as a number in the units in which the type keeps its values. */
  private static BigDecimal bound(Argument argument, Type type) throws Mismatch {
    String text = argument.text();
    try {
      if (type == Scalar.DATE) {
        return BigDecimal.valueOf(LocalDate.parse(text).toEpochDay());
      }
      if (type == Scalar.TIME_MILLIS || type == Scalar.TIME_MICROS) {
        long nanos = LocalTime.parse(text).toNanoOfDay();
        return inUnits((Scalar) type, 0, nanos);
      }
      if (type instanceof Scalar scalar && scalar.isTimestamp()) {
        Instant instant = instant(text);
        return inUnits(scalar, instant.getEpochSecond(), instant.getNano());
      }
    } catch (DateTimeException e) {
      throw new Mismatch("'" + text + "' is not " + example(type));
    }
    return number(argument, type);
  }

  private static BigDecimal number(Argument argument, Type type) throws Mismatch {
    String text = argument.text();
    if (!isNumeric(type)) {
      throw Mismatch.ofType("numbers, dates, and times", type);
    }
    BigDecimal number = argument.number();
    if (number == null) {
      throw new Mismatch(Words.notNumber(argument));
    }
    if (Math.abs((long) number.scale()) > LARGEST_SCALE) {
      throw new Mismatch("'" + text + "' is outside the range of numbers that Sluice can compare");
    }
    return number;
  }

  /** The expected kind of constant, and its notation. */
  private static String example(Type type) {
    return type == Scalar.DATE
        ? "a date; write it like 2024-01-31"
        : type instanceof Scalar scalar && scalar.isTimestamp()
            ? "a timestamp; write it like 2024-01-31T12:00:00Z"
            : "a time of day; write it like 12:30:00";
  }

  private static BigDecimal inUnits(Scalar type, long seconds, long nanos) {
    return BigDecimal.valueOf(seconds)
        .add(BigDecimal.valueOf(nanos, 9))
        .multiply(BigDecimal.valueOf(type.unitsPerSecond()));
  }

  /** A date, an RFC 3339 date-time, or a date-time without an offset, which counts as UTC. */
  private static Instant instant(String text) {
    if (text.length() <= "2024-01-31".length()) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    Instant instant = Rfc3339.instant(text);
    instant = instant == null ? Rfc3339.instant(text + "Z") : instant;
    if (instant == null) {
      throw new DateTimeException("neither a date nor a date-time");
    }
    return instant;
  }

  static boolean isNumeric(Type type) {
    return type instanceof DecimalType
        || type == Scalar.INT
        || type == Scalar.LONG
        || type == Scalar.FLOAT
        || type == Scalar.DOUBLE
        || type == Scalar.NUMBER
        || type == Scalar.JSON;
  }

  private static Check check(Sign sign, BigDecimal bound) {
    boolean whole =
        bound.stripTrailingZeros().scale() <= 0 && bound.toBigInteger().bitLength() < 64;
    long asLong = whole ? bound.longValueExact() : 0;
    double asDouble = bound.doubleValue();
    boolean exact =
        !Double.isInfinite(asDouble) && BigDecimal.valueOf(asDouble).compareTo(bound) == 0;
    return (value, event) -> {
      if (whole && (value instanceof Long || value instanceof Integer)) {
        return Check.of(sign.holds(Long.compare(((Number) value).longValue(), asLong)));
      }
      if (value instanceof Double boxed) {
        double number = boxed;
        if (Double.isNaN(number)) {
          return Outcome.FAIL;
        }
        if (exact || Double.isInfinite(number)) {
          // -0.0 and 0.0 are one number here
          return Check.of(sign.holds(Double.compare(number + 0.0, asDouble + 0.0)));
        }
      } else if (value instanceof Float number && !Float.isFinite(number)) {
        return Check.of(!number.isNaN() && sign.holds(number > 0 ? 1 : -1));
      }
      BigDecimal number = number(value);
      return number == null ? Outcome.ERROR : Check.of(sign.holds(number.compareTo(bound)));
    };
  }

  /** The exact number of a value, or null if it is not a number. */
  static @org.jspecify.annotations.Nullable BigDecimal number(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Long || value instanceof Integer) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    // the shortest text for the number, so that a double 0.1 equals the written 0.1
    if (value instanceof Double number) {
      return Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
    }
    if (value instanceof Float number) {
      return Float.isFinite(number) ? new BigDecimal(number.toString()) : null;
    }
    return null;
  }
}
