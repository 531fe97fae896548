package io.sluice.audit.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RowHash} must give for the data columns of a row, computed from its record. Where it
 * cannot tell, it gives another value: then {@link Comparison} looks at both and decides.
 */
final class ExpectedHash {

  private static final String EXTRA = "_extra";
  private static final String WHOLE = "value";

  private final Types.StructType table;
  private final Map<String, Types.NestedField> columns = new HashMap<>();
  private final IdentityHashMap<Schema, AvroMembers> avro = new IdentityHashMap<>();
  private final Map<String, String> jsonColumns = new HashMap<>();

  ExpectedHash(Types.StructType table) {
    this.table = table;
    table.fields().forEach(column -> columns.put(column.name(), column));
  }

  /**
   * The members of a record with the columns that they are stored in.
   *
   * @param hashers null where there is no column
   */
  private record AvroMembers(long[] names, AvroHash.@Nullable Hasher[] hashers) {}

  /** The sum over the columns that are made from a value. */
  long of(Decoded value, @Nullable String keyColumn, @Nullable Decoded key) {
    long sum = value.value() instanceof JsonNode node ? json(node) : avro(value);
    return keyColumn == null || key == null ? sum : sum + keyed(keyColumn, key);
  }

  private long avro(Decoded value) {
    Schema schema = value.schema();
    if (schema == null || !(value.value() instanceof IndexedRecord record)) {
      Types.NestedField column = columns.get(WHOLE);
      return column == null || schema == null
          ? 0
          : Hash.at(RowHash.name(WHOLE), AvroHash.compile(schema, column.type()).of(value.value()));
    }
    AvroMembers members = avro.computeIfAbsent(schema, s -> members(s, table, true));
    return sum(record, members);
  }

  private static long sum(IndexedRecord record, AvroMembers members) {
    long sum = 0;
    for (int i = 0; i < members.names().length; i++) {
      Object value = record.get(i);
      AvroHash.Hasher hasher = members.hashers()[i];
      if (value != null) {
        sum += hasher == null ? Hash.NULL : Hash.at(members.names()[i], hasher.of(value));
      }
    }
    return sum;
  }

  private static AvroMembers members(Schema schema, Types.StructType struct, boolean isTop) {
    Set<String> names = new HashSet<>();
    struct.fields().forEach(field -> names.add(field.name()));
    Set<String> seen = new HashSet<>(isTop ? Comparison.AUDIT : Set.of());
    List<Schema.Field> fields = schema.getFields();
    long[] hashes = new long[fields.size()];
    AvroHash.@Nullable Hasher[] hashers = new AvroHash.@Nullable Hasher[fields.size()];
    for (int i = 0; i < hashes.length; i++) {
      String name = ColumnNames.of(fields.get(i).name(), names, seen);
      if (name != null) {
        seen.add(name);
        hashes[i] = RowHash.name(name);
        hashers[i] = AvroHash.compile(fields.get(i).schema(), struct.fieldType(name));
      }
    }
    return new AvroMembers(hashes, hashers);
  }

  /** For records inside records. */
  static AvroHash.Hasher struct(Schema schema, Types.StructType type) {
    AvroMembers members = members(schema, type, false);
    return value -> Hash.mix(sum((IndexedRecord) value, members));
  }

  private long keyed(String name, Decoded key) {
    Types.NestedField column = columns.get(name);
    Schema schema = key.schema();
    if (column == null) {
      return Hash.NULL;
    }
    long hash =
        key.value() instanceof JsonNode node
            ? json(node, column.type())
            : schema == null ? Hash.NULL : AvroHash.compile(schema, column.type()).of(key.value());
    return Hash.at(RowHash.name(name), hash);
  }

  private long json(JsonNode node) {
    if (!node.isObject()) {
      Types.NestedField column = columns.get(WHOLE);
      return column == null || node.isNull()
          ? 0
          : Hash.at(RowHash.name(WHOLE), json(node, column.type()));
    }
    long sum = 0;
    boolean any = false;
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = jsonColumns.computeIfAbsent(member.getKey(), this::jsonColumn);
      Types.NestedField column = columns.get(name);
      if (column == null) {
        rest.set(member.getKey(), member.getValue());
      } else {
        any = true;
        if (!member.getValue().isNull()) {
          sum += Hash.at(RowHash.name(name), json(member.getValue(), column.type()));
        }
      }
    }
    if (!any && columns.containsKey(WHOLE) && !columns.containsKey(EXTRA)) {
      return Hash.at(RowHash.name(WHOLE), Hash.text(node.toString()));
    }
    return rest.isEmpty() ? sum : sum + Hash.at(RowHash.name(EXTRA), Hash.text(rest.toString()));
  }

  /** The usual column; which one it is where names clash, the full comparison finds out. */
  private String jsonColumn(String member) {
    String name = ColumnNames.of(member, columns.keySet(), Comparison.AUDIT);
    return name == null ? "" : name;
  }

  static long json(JsonNode node, Type type) {
    if (node.isNull()) {
      return Hash.NULL;
    }
    return switch (type.typeId()) {
      case BOOLEAN -> node.isBoolean() ? Hash.bool(node.booleanValue()) : Hash.NULL;
      case INTEGER, LONG -> node.isNumber() ? integer(node) : Hash.NULL;
      case FLOAT, DOUBLE -> node.isNumber() ? Hash.real(node.doubleValue()) : Hash.NULL;
      case DECIMAL -> decimal(node, (Types.DecimalType) type);
      case STRING -> Hash.text(node.isTextual() ? node.textValue() : node.toString());
      case STRUCT -> struct(node, type.asStructType());
      case LIST -> list(node, type.asListType().elementType());
      case MAP -> map(node, type.asMapType().valueType());
      default -> Hash.NULL;
    };
  }

  private static long integer(JsonNode node) {
    return node.canConvertToLong() ? Hash.integer(node.longValue()) : Hash.NULL;
  }

  private static long decimal(JsonNode node, Types.DecimalType type) {
    BigDecimal value = node.isNumber() ? node.decimalValue().stripTrailingZeros() : null;
    return value == null || value.scale() > type.scale()
        ? Hash.NULL
        : Hash.decimal(value.setScale(type.scale()));
  }

  private static long struct(JsonNode node, Types.StructType struct) {
    Set<String> names = new HashSet<>();
    struct.fields().forEach(field -> names.add(field.name()));
    long sum = 0;
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = ColumnNames.of(member.getKey(), names, Set.of());
      if (name == null) {
        return Hash.NULL;
      }
      if (!member.getValue().isNull()) {
        sum += Hash.at(RowHash.name(name), json(member.getValue(), struct.fieldType(name)));
      }
    }
    return Hash.mix(sum);
  }

  private static long list(JsonNode node, Type element) {
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    long hash = elements.size();
    for (JsonNode one : elements) {
      hash = Hash.at(hash, json(one, element));
    }
    return hash;
  }

  private static long map(JsonNode node, Type value) {
    long sum = 0;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      sum += Hash.at(Hash.text(entry.getKey()), json(entry.getValue(), value));
    }
    return Hash.at(node.size(), sum);
  }
}
