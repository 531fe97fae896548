package io.sluice.audit.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** What {@link RowHash} must give for JSON. For one thread. */
final class JsonHash {

  private final Map<String, Types.NestedField> columns;
  private final Map<String, String> names = new HashMap<>();

  /**
   * @param columns of the table, by name
   */
  JsonHash(Map<String, Types.NestedField> columns) {
    this.columns = columns;
  }

  /** The sum over the columns that an event is stored in. */
  long event(JsonNode node) {
    if (!node.isObject()) {
      Types.NestedField column = columns.get(Comparison.WHOLE);
      return column == null || node.isNull()
          ? 0
          : Hash.at(Hash.name(Comparison.WHOLE), of(node, column.type()));
    }
    long sum = 0;
    boolean any = false;
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = names.computeIfAbsent(member.getKey(), this::column);
      Types.NestedField column = columns.get(name);
      if (column == null) {
        rest.set(member.getKey(), member.getValue());
      } else {
        any = true;
        if (!member.getValue().isNull()) {
          sum += Hash.at(Hash.name(name), of(member.getValue(), column.type()));
        }
      }
    }
    if (!any && columns.containsKey(Comparison.WHOLE) && !columns.containsKey(Comparison.EXTRA)) {
      return Hash.at(Hash.name(Comparison.WHOLE), Hash.text(node.toString()));
    }
    return rest.isEmpty()
        ? sum
        : sum + Hash.at(Hash.name(Comparison.EXTRA), Hash.text(rest.toString()));
  }

  /** The usual column; which one it is where names clash, the full comparison finds out. */
  private String column(String member) {
    String name = ColumnNames.of(member, columns.keySet(), Comparison.AUDIT);
    return name == null ? "" : name;
  }

  /** The hash of a value in a column. */
  static long of(JsonNode node, Type type) {
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
        sum += Hash.at(Hash.name(name), of(member.getValue(), struct.fieldType(name)));
      }
    }
    return Hash.mix(sum);
  }

  private static long list(JsonNode node, Type element) {
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    long hash = Hash.EMPTY;
    for (JsonNode one : elements) {
      hash = Hash.at(hash, of(one, element));
    }
    return Hash.at(hash, elements.size());
  }

  private static long map(JsonNode node, Type value) {
    long sum = 0;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      sum += Hash.at(Hash.text(entry.getKey()), of(entry.getValue(), value));
    }
    return Hash.at(node.size(), sum);
  }
}
