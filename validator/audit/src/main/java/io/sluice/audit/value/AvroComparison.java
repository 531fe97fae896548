package io.sluice.audit.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.audit.value.FieldColumns.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** Compares Avro data with columns. */
final class AvroComparison {

  private AvroComparison() {}

  /** Whether a column contains a value; the value is not null, and its schema may be a union. */
  static boolean equal(Object value, Schema declared, Object stored, FieldColumns columns) {
    Schema schema = branch(declared, value);
    boolean isText = stored instanceof CharSequence;
    // a union is JSON text, except for strings in a column that has held only strings
    boolean isUnion =
        isWide(declared) && !(value instanceof CharSequence && columns.text() == Text.PLAIN);
    return switch (columns.text()) {
      case JSON -> isText && isSameJson(value, schema, stored);
      case PLAIN ->
          isUnion
              ? isText && isSameJson(value, schema, stored)
              : isSame(value, schema, stored, columns);
      case EITHER ->
          (isText && isSameJson(value, schema, stored))
              || (!isUnion && isSame(value, schema, stored, columns));
    };
  }

  private static boolean isSameJson(Object value, Schema schema, Object stored) {
    JsonNode kept = RecordComparison.parse(stored);
    return kept != null
        && RecordComparison.normal(kept)
            .equals(RecordComparison.normal(AvroJson.of(value, schema)));
  }

  private static boolean isSame(Object value, Schema schema, Object stored, FieldColumns columns) {
    LogicalType logical = schema.getLogicalType();
    if (logical != null) {
      Object expected = logical(value, schema, logical.getName());
      if (expected != null) {
        return expected instanceof List<?> parts
            ? equalDuration(parts, stored)
            : RecordComparison.same(expected, stored);
      }
    }
    return switch (schema.getType()) {
      case RECORD ->
          stored instanceof Record row
              && RecordComparison.isEqual(new RecordComparison.Value(value, schema), row, columns);
      case ARRAY -> equalList((Collection<?>) value, schema.getElementType(), stored, columns);
      case MAP -> equalMap((Map<?, ?>) value, schema.getValueType(), stored, columns);
      case FIXED -> RecordComparison.same(ByteBuffer.wrap(((GenericFixed) value).bytes()), stored);
      case STRING, ENUM -> value.toString().equals(stored.toString());
      default -> RecordComparison.same(value, stored);
    };
  }

  private static @Nullable Object logical(Object value, Schema schema, String name) {
    return switch (name) {
      case "date" -> LocalDate.ofEpochDay((Integer) value);
      case "time-millis" -> timeOfDay((Integer) value * 1_000_000L);
      case "time-micros" -> timeOfDay((Long) value * 1_000L);
      case "timestamp-millis" -> time((Long) value, ChronoUnit.MILLIS);
      case "timestamp-micros" -> time((Long) value, ChronoUnit.MICROS);
      case "local-timestamp-millis" ->
          LocalDateTime.ofInstant(time((Long) value, ChronoUnit.MILLIS), ZoneOffset.UTC);
      case "local-timestamp-micros" ->
          LocalDateTime.ofInstant(time((Long) value, ChronoUnit.MICROS), ZoneOffset.UTC);
      case "decimal" ->
          decimal(
              value, ((org.apache.avro.LogicalTypes.Decimal) schema.getLogicalType()).getScale());
      case "uuid" -> value instanceof GenericFixed fixed ? uuid(fixed) : null;
      case "duration" -> value instanceof GenericFixed fixed ? duration(fixed) : null;
      default -> null;
    };
  }

  static BigDecimal decimal(Object value, int scale) {
    byte[] bytes = value instanceof GenericFixed fixed ? fixed.bytes() : bytes((ByteBuffer) value);
    return new BigDecimal(new BigInteger(bytes), scale);
  }

  static String timeOfDay(long nanos) {
    return DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").format(LocalTime.ofNanoOfDay(nanos));
  }

  static String uuid(GenericFixed fixed) {
    ByteBuffer bytes = ByteBuffer.wrap(fixed.bytes());
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  /** Months, days, and milliseconds, in the order of Avro's specification. */
  static List<Long> duration(GenericFixed fixed) {
    ByteBuffer bytes = ByteBuffer.wrap(fixed.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    return List.of(
        bytes.getInt() & 0xFFFFFFFFL, bytes.getInt() & 0xFFFFFFFFL, bytes.getInt() & 0xFFFFFFFFL);
  }

  private static boolean equalDuration(List<?> parts, Object stored) {
    return stored instanceof Record row
        && parts.get(0).equals(row.getField("months"))
        && parts.get(1).equals(row.getField("days"))
        && parts.get(2).equals(row.getField("millis"));
  }

  private static Instant time(long value, ChronoUnit unit) {
    return Instant.EPOCH.plus(value, unit);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static boolean equalList(
      Collection<?> value, Schema element, Object stored, FieldColumns columns) {
    if (!(stored instanceof List<?> list) || list.size() != value.size()) {
      return false;
    }
    int i = 0;
    for (Object one : value) {
      if (!RecordComparison.equal(
          new RecordComparison.Value(one, element), list.get(i++), columns.in("element"))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMap(
      Map<?, ?> value, Schema element, Object stored, FieldColumns columns) {
    if (!(stored instanceof Map<?, ?> map) || map.size() != value.size()) {
      return false;
    }
    Map<String, Object> byName = new HashMap<>();
    map.forEach((key, one) -> byName.put(key.toString(), one));
    for (Map.Entry<?, ?> entry : value.entrySet()) {
      if (!RecordComparison.equal(
          new RecordComparison.Value(entry.getValue(), element),
          byName.get(entry.getKey().toString()),
          columns.in("value"))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWide(Schema schema) {
    return schema.getType() == Schema.Type.UNION
        && schema.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).count() > 1;
  }

  private static Schema branch(Schema schema, Object value) {
    return schema.getType() == Schema.Type.UNION
        ? schema
            .getTypes()
            .get(org.apache.avro.generic.GenericData.get().resolveUnion(schema, value))
        : schema;
  }
}
