package io.sluice.audit.value;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Hashes the values that Iceberg's readers return for the columns of a row. */
public final class RowHash {

  private static final ThreadLocal<IdentityHashMap<Types.StructType, long[]>> STRUCTS =
      ThreadLocal.withInitial(IdentityHashMap::new);

  private RowHash() {}

  /** The hash of a value; {@link Hash#NULL} for null. */
  public static long of(@Nullable Object value) {
    if (value == null) {
      return Hash.NULL;
    }
    if (value instanceof CharSequence text) {
      return Hash.text(text);
    }
    if (value instanceof Integer || value instanceof Long) {
      return Hash.integer(((Number) value).longValue());
    }
    if (value instanceof Double || value instanceof Float) {
      return Hash.real(((Number) value).doubleValue());
    }
    if (value instanceof Boolean bool) {
      return Hash.bool(bool);
    }
    if (value instanceof OffsetDateTime time) {
      return Hash.integer(micros(time));
    }
    if (value instanceof BigDecimal decimal) {
      return Hash.decimal(decimal);
    }
    return ofOther(value);
  }

  private static long ofOther(Object value) {
    if (value instanceof LocalDate date) {
      return Hash.integer(date.toEpochDay());
    }
    if (value instanceof LocalDateTime time) {
      return Hash.integer(micros(time.atOffset(ZoneOffset.UTC)));
    }
    if (value instanceof LocalTime time) {
      return Hash.integer(time.toNanoOfDay() / 1000);
    }
    if (value instanceof ByteBuffer bytes) {
      return Hash.bytes(bytes);
    }
    if (value instanceof byte[] bytes) {
      return Hash.bytes(ByteBuffer.wrap(bytes));
    }
    if (value instanceof Record record) {
      return ofStruct(record);
    }
    if (value instanceof List<?> list) {
      long hash = Hash.EMPTY;
      for (Object element : list) {
        hash = Hash.at(hash, of(element));
      }
      return Hash.at(hash, list.size());
    }
    if (value instanceof Map<?, ?> map) {
      long sum = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += Hash.at(Hash.text(entry.getKey().toString()), of(entry.getValue()));
      }
      return Hash.at(map.size(), sum);
    }
    return Hash.text(value.toString());
  }

  private static long ofStruct(Record record) {
    long[] names =
        STRUCTS
            .get()
            .computeIfAbsent(
                record.struct(),
                struct ->
                    struct.fields().stream().mapToLong(field -> Hash.name(field.name())).toArray());
    long sum = 0;
    for (int i = 0; i < names.length; i++) {
      Object value = record.get(i);
      if (value != null) {
        sum += Hash.at(names[i], of(value));
      }
    }
    return Hash.mix(sum);
  }

  /** Microseconds since the epoch; near the limits of a long, two overflows cancel each other. */
  public static long micros(OffsetDateTime time) {
    return time.toEpochSecond() * 1_000_000L + time.getNano() / 1000;
  }
}
