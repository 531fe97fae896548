package io.sluice.audit.value;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Hashes what a row holds: the sum over its columns, so that neither their order nor a column
 * without values matters. The place of the row is part of it. For one thread.
 */
public final class RowHash {

  /** Columns that do not follow from the record; they are looked at one by one. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "_kafka_topic",
          "_kafka_topic_id",
          "_kafka_partition",
          "_kafka_offset",
          "_rules_version",
          "_warnings",
          "_validated_at");

  private final long[] names;
  private static final ThreadLocal<IdentityHashMap<Types.StructType, long[]>> STRUCTS =
      ThreadLocal.withInitial(IdentityHashMap::new);

  public RowHash(Schema table) {
    this.names =
        table.columns().stream()
            .mapToLong(column -> LEFT_OUT.contains(column.name()) ? 0 : name(column.name()))
            .toArray();
  }

  static long name(String column) {
    return Hash.text(column) | 1;
  }

  /** The hashes of the names of a table's columns. */
  static Map<String, Long> columns(Schema table) {
    Map<String, Long> columns = new HashMap<>();
    table.columns().forEach(column -> columns.put(column.name(), name(column.name())));
    return columns;
  }

  /** The hash of a row of the table at an offset. */
  public long of(long offset, StructLike row) {
    long sum = 0;
    for (int i = 0; i < names.length; i++) {
      Object value = names[i] == 0 ? null : row.get(i, Object.class);
      if (value != null) {
        sum += Hash.at(names[i], of(value));
      }
    }
    return bound(offset, sum);
  }

  /** Binds what a row holds to its place. */
  static long bound(long offset, long sum) {
    return Hash.at(offset, sum);
  }

  static long of(@Nullable Object value) {
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
      long hash = list.size();
      for (Object element : list) {
        hash = Hash.at(hash, of(element));
      }
      return hash;
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
                    struct.fields().stream().mapToLong(field -> name(field.name())).toArray());
    long sum = 0;
    for (int i = 0; i < names.length; i++) {
      Object value = record.get(i);
      if (value != null) {
        sum += Hash.at(names[i], of(value));
      }
    }
    return Hash.mix(sum);
  }

  /** Microseconds since the epoch; near the ends of a long, the steps in between overflow twice. */
  static long micros(OffsetDateTime time) {
    return time.toEpochSecond() * 1_000_000L + time.getNano() / 1000;
  }
}
