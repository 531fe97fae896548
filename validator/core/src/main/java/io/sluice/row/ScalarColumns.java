package io.sluice.row;

import io.sluice.fault.Code;
import io.sluice.type.DecimalType;
import io.sluice.type.Field;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Columns for scalar types. */
final class ScalarColumns {

  /** Always with microseconds, so that texts sort like times. */
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

  /** Above this value, a double cannot represent every integer. */
  private static final long EXACT_INTEGERS = 1L << 53;

  private static final RecordType DURATION =
      new RecordType(
          "",
          null,
          List.of(
              new Field("months", Scalar.LONG, false, null),
              new Field("days", Scalar.LONG, false, null),
              new Field("millis", Scalar.LONG, false, null)));

  private ScalarColumns() {}

  static Column of(Scalar scalar) {
    return switch (scalar) {
      case NULL, UUID -> new Column(Scalar.STRING, null);
      case BOOLEAN -> new Column(scalar, value -> expect(value, Boolean.class));
      case STRING -> new Column(scalar, value -> expect(value, String.class));
      case LONG -> new Column(scalar, ScalarColumns::toLong);
      case DOUBLE, NUMBER -> new Column(Scalar.DOUBLE, ScalarColumns::toDouble);
      case TIME_MILLIS -> new Column(Scalar.STRING, value -> time(((Integer) value) * 1000L));
      case TIME_MICROS -> new Column(Scalar.STRING, value -> time((Long) value));
      case TIMESTAMP_MILLIS -> new Column(Scalar.TIMESTAMP_MICROS, value -> micros((Long) value));
      case LOCAL_TIMESTAMP_MILLIS ->
          new Column(Scalar.LOCAL_TIMESTAMP_MICROS, value -> micros((Long) value));
      case TIMESTAMP_NANOS, LOCAL_TIMESTAMP_NANOS -> new Column(Scalar.LONG, null);
      case DURATION -> new Column(DURATION, value -> duration((ByteBuffer) value));
      case JSON -> Column.json();
      case INT, FLOAT, BYTES, DATE, TIMESTAMP_MICROS, LOCAL_TIMESTAMP_MICROS ->
          new Column(scalar, null);
    };
  }

  private static Object expect(Object value, Class<?> type) throws Unstorable {
    if (type.isInstance(value)) {
      return value;
    }
    throw new Unstorable(
        Code.WRONG_TYPE, "is not a " + type.getSimpleName().toLowerCase(Locale.ROOT));
  }

  private static Object toLong(Object value) throws Unstorable {
    if (value instanceof Long) {
      return value;
    }
    try {
      if (value instanceof BigInteger integer) {
        return integer.longValueExact();
      }
      if (value instanceof BigDecimal decimal) {
        return decimal.longValueExact();
      }
    } catch (ArithmeticException e) {
      throw new Unstorable(Code.OUT_OF_RANGE, "does not fit a 64-bit integer column");
    }
    throw new Unstorable(Code.WRONG_TYPE, "is not an integer");
  }

  /**
   * An integer must not change: it must equal the shortest notation of a double, or the double's
   * exact value. Fractions are rounded to the precision of a double, which is how nearly every
   * reader treats a JSON number (RFC 8259, section 6).
   */
  private static Object toDouble(Object value) throws Unstorable {
    if (value instanceof Double) {
      return value;
    }
    if (!(value instanceof Number number)) {
      throw new Unstorable(Code.WRONG_TYPE, "is not a number");
    }
    double result = number.doubleValue();
    if (Double.isInfinite(result)) {
      throw new Unstorable(Code.OUT_OF_RANGE, "does not fit a double column");
    }
    if (Math.abs(result) >= EXACT_INTEGERS && !isExact(number, result)) {
      throw new Unstorable(
          Code.OUT_OF_RANGE,
          "is an integer that a double column would round; declare the field as an integer");
    }
    return result;
  }

  /** Whether the number is the notation of a double, such as 6.02e23, or its exact value. */
  private static boolean isExact(Number number, double result) {
    BigDecimal exact = new BigDecimal(number.toString());
    return exact.stripTrailingZeros().scale() > 0
        || exact.compareTo(new BigDecimal(Double.toString(result))) == 0
        || exact.compareTo(new BigDecimal(result)) == 0;
  }

  /** A decimal with the column's scale, which Avro's decimals already have. */
  static Object toDecimal(Object value, DecimalType type) throws Unstorable {
    if (value instanceof BigDecimal decimal && decimal.scale() == type.scale()) {
      return decimal.precision() <= type.precision() ? decimal : tooLarge(type);
    }
    if (!(value instanceof Number number)) {
      throw new Unstorable(Code.WRONG_TYPE, "is not a number");
    }
    try {
      BigDecimal decimal = new BigDecimal(number.toString()).setScale(type.scale());
      return decimal.precision() <= type.precision() ? decimal : tooLarge(type);
    } catch (ArithmeticException e) {
      throw new Unstorable(
          Code.OUT_OF_RANGE, "has more fractional digits than " + type.describe() + " allows");
    }
  }

  private static Object tooLarge(DecimalType type) throws Unstorable {
    throw new Unstorable(Code.OUT_OF_RANGE, "does not fit a column of type " + type.describe());
  }

  private static Object time(long micros) throws Unstorable {
    if (micros < 0 || micros >= 86_400_000_000L) {
      throw new Unstorable(Code.OUT_OF_RANGE, "is not a time of day");
    }
    return TIME.format(LocalTime.ofNanoOfDay(micros * 1000));
  }

  private static Object micros(long millis) throws Unstorable {
    try {
      return Math.multiplyExact(millis, 1000L);
    } catch (ArithmeticException e) {
      throw new Unstorable(Code.OUT_OF_RANGE, "is outside the range of a timestamp column");
    }
  }

  private static Object duration(ByteBuffer value) {
    ByteBuffer bytes = value.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int from = bytes.position();
    return new Object[] {
      Integer.toUnsignedLong(bytes.getInt(from)),
      Integer.toUnsignedLong(bytes.getInt(from + 4)),
      Integer.toUnsignedLong(bytes.getInt(from + 8))
    };
  }
}
