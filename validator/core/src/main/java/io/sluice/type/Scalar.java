package io.sluice.type;

import java.util.Locale;

/** A scalar type. Dates and times are stored as the raw number that Avro writes. */
public enum Scalar implements Type {
  /** Always null. */
  NULL,
  BOOLEAN,
  /** Integer. */
  INT,
  /** Long. */
  LONG,
  FLOAT,
  DOUBLE,
  /**
   * A JSON number with its exact value: Long, BigInteger, or BigDecimal. In a table it is a double.
   */
  NUMBER,
  STRING,
  /** ByteBuffer. */
  BYTES,
  /** Integer: days since 1970-01-01. */
  DATE,
  /** Integer: milliseconds since midnight. */
  TIME_MILLIS,
  /** Long: microseconds since midnight. */
  TIME_MICROS,
  /** Long: milliseconds since the epoch, UTC. */
  TIMESTAMP_MILLIS,
  /** Long: microseconds since the epoch, UTC. */
  TIMESTAMP_MICROS,
  /** Long: nanoseconds since the epoch, UTC. */
  TIMESTAMP_NANOS,
  /** Long: milliseconds of a local date and time since 1970-01-01T00:00:00. */
  LOCAL_TIMESTAMP_MILLIS,
  /** Long: microseconds of a local date and time. */
  LOCAL_TIMESTAMP_MICROS,
  /** Long: nanoseconds of a local date and time. */
  LOCAL_TIMESTAMP_NANOS,
  /** String: a UUID in its canonical text. */
  UUID,
  /** ByteBuffer of 12 bytes: months, days, milliseconds, each 4 bytes little-endian, unsigned. */
  DURATION,
  /**
   * Any JSON value: null, Boolean, Long, BigInteger, BigDecimal, String, List, or {@link Struct}.
   * In a table it is JSON text.
   */
  JSON;

  @Override
  public String describe() {
    return this == JSON ? "any JSON value" : name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether values are instants, or local dates with a time of day, stored as Long. */
  public boolean isTimestamp() {
    return this.compareTo(TIMESTAMP_MILLIS) >= 0 && this.compareTo(LOCAL_TIMESTAMP_NANOS) <= 0;
  }

  /** The number of units per second of a timestamp or time-of-day type. */
  public long unitsPerSecond() {
    return switch (this) {
      case TIME_MILLIS, TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MILLIS -> 1_000L;
      case TIME_MICROS, TIMESTAMP_MICROS, LOCAL_TIMESTAMP_MICROS -> 1_000_000L;
      case TIMESTAMP_NANOS, LOCAL_TIMESTAMP_NANOS -> 1_000_000_000L;
      default -> throw new IllegalStateException(this + " has no unit of time");
    };
  }
}
