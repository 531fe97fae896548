package io.sluice.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Compares what a source record holds with what its row holds. */
final class Comparison {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Comparison() {}

  /**
   * Compares a whole record.
   *
   * @return the first column that differs, or null where all are equal
   */
  static @Nullable String firstDifference(Object source, Record row) {
    Map<String, Object> columns = new HashMap<>();
    for (Types.NestedField column : row.struct().fields()) {
      columns.put(column.name(), column);
    }
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, Value> member : members(source).entrySet()) {
      String name = columnName(member.getKey(), columns, seen);
      if (name == null) {
        JsonNode extra = parse(row.getField("_extra"));
        JsonNode kept = extra == null ? null : extra.get(member.getKey());
        if (kept == null || !equal(member.getValue(), kept.toString())) {
          return member.getKey();
        }
        continue;
      }
      seen.add(name);
      if (!equal(member.getValue(), row.getField(name))) {
        return name;
      }
    }
    for (String name : columns.keySet()) {
      if (!name.startsWith("_") && !seen.contains(name) && row.getField(name) != null) {
        return name;
      }
    }
    return null;
  }

  /** A source value with its Avro schema, or with null for JSON. */
  private record Value(@Nullable Object value, @Nullable Schema schema) {}

  private static Map<String, Value> members(Object source) {
    Map<String, Value> members = new java.util.LinkedHashMap<>();
    if (source instanceof GenericRecord record) {
      for (Schema.Field field : record.getSchema().getFields()) {
        members.put(field.name(), new Value(record.get(field.pos()), field.schema()));
      }
    } else if (source instanceof JsonNode node && node.isObject()) {
      node.properties().forEach(e -> members.put(e.getKey(), new Value(e.getValue(), null)));
    } else {
      members.put("value", new Value(source, null));
    }
    return members;
  }

  private static @Nullable String columnName(
      String member, Map<String, Object> columns, Set<String> seen) {
    for (String name = member; name.length() < member.length() + 3; name += "_") {
      if (columns.containsKey(name) && !seen.contains(name) && !isAudit(name)) {
        return name;
      }
    }
    return null;
  }

  private static boolean isAudit(String name) {
    return name.startsWith("_kafka_") || name.startsWith("_origin_") || name.equals("_warnings");
  }

  private static @Nullable JsonNode parse(@Nullable Object text) {
    try {
      return text == null ? null : JSON.readTree(text.toString());
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static boolean equal(Value source, @Nullable Object stored) {
    Object value = source.value();
    if (value instanceof JsonNode node) {
      return equalJson(node, stored);
    }
    Schema schema = source.schema();
    if (value == null || stored == null || schema == null) {
      return value == null && stored == null;
    }
    return equalAvro(value, branch(schema, value), isWide(schema), stored);
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

  private static boolean equalAvro(Object value, Schema schema, boolean asJson, Object stored) {
    if (asJson || (stored instanceof CharSequence && isComposite(schema))) {
      JsonNode kept = parse(stored);
      return kept != null && normal(kept).equals(normal(AvroJson.of(value, schema)));
    }
    LogicalType logical = schema.getLogicalType();
    if (logical != null) {
      Object expected = logical(value, schema, logical.getName());
      if (expected != null) {
        return same(expected, stored);
      }
    }
    return switch (schema.getType()) {
      case RECORD -> equalRecord((GenericRecord) value, stored);
      case ARRAY -> equalList((Collection<?>) value, schema.getElementType(), stored);
      case MAP -> equalMap((Map<?, ?>) value, schema.getValueType(), stored);
      case FIXED -> same(ByteBuffer.wrap(((GenericFixed) value).bytes()), stored);
      case STRING, ENUM -> value.toString().equals(stored.toString());
      default -> same(value, stored);
    };
  }

  private static boolean isComposite(Schema schema) {
    return schema.getType() == Schema.Type.RECORD;
  }

  private static @Nullable Object logical(Object value, Schema schema, String name) {
    return switch (name) {
      case "date" -> LocalDate.ofEpochDay((Integer) value);
      case "time-millis" -> LocalTime.ofNanoOfDay((Integer) value * 1_000_000L);
      case "time-micros" -> LocalTime.ofNanoOfDay((Long) value * 1_000L);
      case "timestamp-millis" -> time((Long) value, ChronoUnit.MILLIS);
      case "timestamp-micros" -> time((Long) value, ChronoUnit.MICROS);
      case "local-timestamp-millis" ->
          LocalDateTime.ofInstant(time((Long) value, ChronoUnit.MILLIS), ZoneOffset.UTC);
      case "local-timestamp-micros" ->
          LocalDateTime.ofInstant(time((Long) value, ChronoUnit.MICROS), ZoneOffset.UTC);
      case "decimal" -> {
        byte[] bytes =
            value instanceof GenericFixed fixed ? fixed.bytes() : bytes((ByteBuffer) value);
        int scale = ((org.apache.avro.LogicalTypes.Decimal) schema.getLogicalType()).getScale();
        yield new BigDecimal(new BigInteger(bytes), scale);
      }
      default -> null;
    };
  }

  private static Instant time(long value, ChronoUnit unit) {
    return Instant.EPOCH.plus(value, unit);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static boolean same(Object expected, Object stored) {
    if (stored instanceof OffsetDateTime time) {
      return expected.equals(time.toInstant());
    }
    if (stored instanceof byte[] raw) {
      return expected.equals(ByteBuffer.wrap(raw));
    }
    if (expected instanceof BigDecimal number && stored instanceof CharSequence text) {
      return number.toPlainString().contentEquals(text);
    }
    return expected.equals(stored);
  }

  private static boolean equalRecord(GenericRecord value, Object stored) {
    if (!(stored instanceof Record row)) {
      return false;
    }
    for (Schema.Field field : value.getSchema().getFields()) {
      if (!equal(new Value(value.get(field.pos()), field.schema()), row.getField(field.name()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalList(Collection<?> value, Schema element, Object stored) {
    if (!(stored instanceof List<?> list) || list.size() != value.size()) {
      return false;
    }
    int i = 0;
    for (Object one : value) {
      if (!equal(new Value(one, element), list.get(i++))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMap(Map<?, ?> value, Schema element, Object stored) {
    if (!(stored instanceof Map<?, ?> map) || map.size() != value.size()) {
      return false;
    }
    Map<String, Object> byName = new HashMap<>();
    map.forEach((key, one) -> byName.put(key.toString(), one));
    for (Map.Entry<?, ?> entry : value.entrySet()) {
      if (!equal(new Value(entry.getValue(), element), byName.get(entry.getKey().toString()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalJson(JsonNode value, @Nullable Object stored) {
    if (stored == null) {
      return value.isNull();
    }
    if (stored instanceof Record row) {
      return value.isObject() && firstDifference(value, row) == null;
    }
    if (stored instanceof List<?> list) {
      List<JsonNode> elements = new ArrayList<>();
      value.forEach(elements::add);
      if (!value.isArray() || elements.size() != list.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        if (!equalJson(elements.get(i), list.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (stored instanceof Map<?, ?> map) {
      return value.size() == map.size()
          && value.properties().stream()
              .allMatch(e -> equalJson(e.getValue(), map.get(e.getKey())));
    }
    if (stored instanceof Double number) {
      return value.isNumber() && value.doubleValue() == number;
    }
    if (stored instanceof Number number) {
      return value.isNumber()
          && value.decimalValue().compareTo(new BigDecimal(number.toString())) == 0;
    }
    if (stored instanceof Boolean bool) {
      return value.isBoolean() && value.booleanValue() == bool;
    }
    if (value.isTextual() && value.asText().equals(stored.toString())) {
      return true;
    }
    JsonNode kept = parse(stored);
    return kept != null && normal(kept).equals(normal(value));
  }

  /** Numbers by value, whatever way they are written. */
  private static Object normal(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue().stripTrailingZeros();
    }
    if (node.isArray()) {
      List<Object> all = new ArrayList<>();
      node.forEach(element -> all.add(normal(element)));
      return all;
    }
    if (node.isObject()) {
      Map<String, Object> all = new HashMap<>();
      node.properties().forEach(entry -> all.put(entry.getKey(), normal(entry.getValue())));
      return all;
    }
    return node;
  }
}
