package io.sluice.audit.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** Compares the content of a source record with its row. */
final class RecordComparison {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  static final String EXTRA = "_extra";
  static final String WHOLE = "value";

  /** Columns that Sluice adds, including the one that is compared together with its fields. */
  static final Set<String> AUDIT =
      Stream.concat(
              AddedColumns.REQUIRED.stream(), Stream.of(EXTRA, "_kafka_topic_id", TraceIds.COLUMN))
          .collect(Collectors.toUnmodifiableSet());

  private RecordComparison() {}

  /**
   * Compares a whole record.
   *
   * @param table the columns of the fields
   * @param more the key's column, by its name in the contract, with its expected value
   * @return the first column that differs, or null if all are equal
   */
  static @Nullable String firstDifference(
      Value source, Record row, FieldColumns table, Map<String, Value> more) {
    String column = firstDifference(source, row, table, more, AUDIT);
    if (column == null || !(source.value() instanceof JsonNode node)) {
      return column;
    }
    // an event without declared members is in one column
    String whole = table.whole();
    return row.struct().field(whole) != null
            && equalJson(node, row.getField(whole), table.in(whole))
        ? null
        : column;
  }

  /** Compares a part of a record, which has no columns of Sluice. */
  static boolean isEqual(Value source, Record part, FieldColumns columns) {
    return firstDifference(source, part, columns, Map.of(), Set.of()) == null;
  }

  private static @Nullable String firstDifference(
      Value source, Record row, FieldColumns table, Map<String, Value> more, Set<String> ours) {
    Set<String> columns = new HashSet<>();
    row.struct().fields().forEach(column -> columns.add(column.name()));
    Set<String> seen = new HashSet<>(ours);
    for (Map.Entry<String, Value> member : members(source).entrySet()) {
      String name = isWhole(source) ? table.whole() : table.of(member.getKey());
      if (name == null || !columns.contains(name)) {
        if (!isInExtra(member, row, columns)) {
          return member.getKey();
        }
        continue;
      }
      seen.add(name);
      if (!equal(member.getValue(), row.getField(name), table.in(name))
          && (row.getField(name) != null || !isInExtra(member, row, columns))) {
        return name;
      }
    }
    for (Map.Entry<String, Value> one : more.entrySet()) {
      String name = table.key(one.getKey());
      if (name == null || !equal(one.getValue(), row.getField(name), table.in(name))) {
        return one.getKey();
      }
      seen.add(name);
    }
    return columns.stream()
        .filter(name -> !seen.contains(name) && row.getField(name) != null)
        .findFirst()
        .orElse(null);
  }

  /** Whether a member that was undeclared when the row was written is in the column for those. */
  private static boolean isInExtra(
      Map.Entry<String, Value> member, Record row, Set<String> columns) {
    if (equal(member.getValue(), null, FieldColumns.NONE)) {
      return true;
    }
    JsonNode extra = parse(columns.contains(EXTRA) ? row.getField(EXTRA) : null);
    JsonNode kept = extra == null ? null : extra.get(member.getKey());
    return kept != null && equal(member.getValue(), kept.toString(), FieldColumns.NONE);
  }

  /** A source value with its Avro schema, or null for JSON. */
  record Value(@Nullable Object value, @Nullable Schema schema) {}

  private static boolean isWhole(Value source) {
    return !(source.value() instanceof GenericRecord)
        && !(source.value() instanceof JsonNode node && node.isObject());
  }

  private static Map<String, Value> members(Value source) {
    Map<String, Value> members = new LinkedHashMap<>();
    if (source.value() instanceof GenericRecord record) {
      for (Schema.Field field : record.getSchema().getFields()) {
        members.put(field.name(), new Value(record.get(field.pos()), field.schema()));
      }
    } else if (source.value() instanceof JsonNode node && node.isObject()) {
      node.properties().forEach(e -> members.put(e.getKey(), new Value(e.getValue(), null)));
    } else {
      members.put(WHOLE, source);
    }
    return members;
  }

  static @Nullable JsonNode parse(@Nullable Object text) {
    try {
      return text == null ? null : JSON.readTree(text.toString());
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  static boolean equal(Value source, @Nullable Object stored, FieldColumns columns) {
    Object value = source.value();
    if (value instanceof JsonNode node) {
      return equalJson(node, stored, columns);
    }
    Schema schema = source.schema();
    if (value == null || stored == null || schema == null) {
      return value == null && stored == null;
    }
    return AvroComparison.equal(value, schema, stored, columns);
  }

  private static boolean equalJson(JsonNode value, @Nullable Object stored, FieldColumns columns) {
    if (stored == null) {
      return value.isNull();
    }
    if (stored instanceof Record row) {
      return value.isObject() && isEqual(new Value(value, null), row, columns);
    }
    if (stored instanceof List<?> list) {
      List<JsonNode> elements = new ArrayList<>();
      value.forEach(elements::add);
      if (!value.isArray() || elements.size() != list.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        if (!equalJson(elements.get(i), list.get(i), columns.in("element"))) {
          return false;
        }
      }
      return true;
    }
    if (stored instanceof Map<?, ?> map) {
      return value.size() == map.size()
          && value.properties().stream()
              .allMatch(e -> equalJson(e.getValue(), map.get(e.getKey()), columns.in("value")));
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
    boolean isSameText = value.isTextual() && value.asText().equals(stored.toString());
    return switch (columns.text()) {
      case PLAIN -> isSameText;
      case JSON -> isSameJson(value, stored);
      case EITHER -> isSameText || isSameJson(value, stored);
    };
  }

  private static boolean isSameJson(JsonNode value, Object stored) {
    JsonNode kept = parse(stored);
    return kept != null && normal(kept).equals(normal(value));
  }

  /** A value in which equal numbers are equal, regardless of their notation. */
  static Object normal(JsonNode node) {
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

  /** Whether a column contains a value, possibly in a wider type. */
  static boolean same(@Nullable Object expected, @Nullable Object stored) {
    if (expected == null || stored == null) {
      return expected == stored;
    }
    if (stored instanceof OffsetDateTime time) {
      return expected.equals(time.toInstant());
    }
    if (stored instanceof byte[] raw) {
      return expected.equals(ByteBuffer.wrap(raw));
    }
    if (expected instanceof Integer number && stored instanceof Long wide) {
      return number.longValue() == wide;
    }
    if (expected instanceof Float number && stored instanceof Double wide) {
      return wide.equals(number.doubleValue());
    }
    if (expected instanceof BigDecimal number && stored instanceof CharSequence text) {
      return number.toPlainString().contentEquals(text);
    }
    return expected.equals(stored);
  }
}
