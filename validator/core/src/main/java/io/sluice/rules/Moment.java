package io.sluice.rules;

import io.sluice.format.Rfc3339;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Values that represent a time: dates, timestamps, and RFC 3339 text. Local times count as UTC. */
final class Moment {

  /** Converts values of one type to instants; returns null if a value is not a time. */
  interface Reader {
    @Nullable Instant read(Object value);
  }

  private Moment() {}

  static boolean isTime(Type type) {
    return type == Scalar.DATE || (type instanceof Scalar scalar && scalar.isTimestamp());
  }

  static Reader reader(Type type) throws Mismatch {
    if (type == Scalar.DATE) {
      return value ->
          value instanceof Integer days
              ? LocalDate.ofEpochDay(days).atStartOfDay().toInstant(ZoneOffset.UTC)
              : null;
    }
    if (type instanceof Scalar scalar && scalar.isTimestamp()) {
      return value -> value instanceof Long number ? instant(number, scalar) : null;
    }
    if (type == Scalar.STRING || type == Scalar.JSON) {
      return value -> value instanceof String text ? parse(text) : null;
    }
    if (type == Scalar.LONG) {
      throw new Mismatch(
          "this check applies to dates and timestamps, but the field is a long without a"
              + " 'logicalType' that defines its unit, such as timestamp-millis");
    }
    throw Mismatch.ofType("dates and timestamps", type);
  }

  private static Instant instant(long number, Scalar type) {
    long units = type.unitsPerSecond();
    return Instant.ofEpochSecond(
        Math.floorDiv(number, units), Math.floorMod(number, units) * (1_000_000_000L / units));
  }

  /** Whether a text that represents a time is a date. */
  static boolean isDateText(Object value) {
    return value instanceof String text && text.length() == "2024-01-31".length();
  }

  private static @Nullable Instant parse(String text) {
    if (!isDateText(text)) {
      return Rfc3339.instant(text);
    }
    return Rfc3339.isDate(text)
        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
        : null;
  }

  /**
   * The instant that is the given duration before (or, if negative, after) another, limited to the
   * range of instants.
   */
  static Instant before(Instant now, Duration duration) {
    try {
      return now.minus(duration);
    } catch (DateTimeException | ArithmeticException e) {
      return duration.isNegative() ? Instant.MAX : Instant.MIN;
    }
  }
}
