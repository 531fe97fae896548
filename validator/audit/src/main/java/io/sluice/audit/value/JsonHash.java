package io.sluice.audit.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.audit.value.FieldColumns.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The expected {@link RowHash} of JSON data. Not thread-safe. */
final class JsonHash {

  private final Map<String, Types.NestedField> columns;
  private final FieldColumns table;
  private final Map<String, String> names = new HashMap<>();

  /**
   * Prepares the hashes of a table.
   *
   * @param columns the table's columns, by name
   * @param table the columns of the fields
   */
  JsonHash(Map<String, Types.NestedField> columns, FieldColumns table) {
    this.columns = columns;
    this.table = table;
  }

  /** The sum over the columns of an event. */
  long event(JsonNode node) {
    if (!node.isObject()) {
      String whole = table.whole();
      Types.NestedField column = columns.get(whole);
      return column == null || node.isNull()
          ? 0
          : Hash.at(Hash.name(whole), of(node, column.type(), table.in(whole)));
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
          sum += Hash.at(Hash.name(name), of(member.getValue(), column.type(), table.in(name)));
        }
      }
    }
    if (!any
        && columns.containsKey(table.whole())
        && !columns.containsKey(RecordComparison.EXTRA)) {
      return Hash.at(Hash.name(table.whole()), Hash.text(node.toString()));
    }
    return rest.isEmpty()
        ? sum
        : sum + Hash.at(Hash.name(RecordComparison.EXTRA), Hash.text(rest.toString()));
  }

  private String column(String member) {
    String name = table.of(member);
    return name == null ? "" : name;
  }

  /** The hash of a value in a column. */
  static long of(JsonNode node, Type type, FieldColumns columns) {
    if (node.isNull()) {
      return Hash.NULL;
    }
    return switch (type.typeId()) {
      case BOOLEAN -> node.isBoolean() ? Hash.bool(node.booleanValue()) : Hash.NULL;
      case INTEGER, LONG -> node.isNumber() ? integer(node) : Hash.NULL;
      case FLOAT, DOUBLE -> node.isNumber() ? Hash.real(node.doubleValue()) : Hash.NULL;
      case DECIMAL -> decimal(node, (Types.DecimalType) type);
      case STRING ->
          Hash.text(
              node.isTextual() && columns.text() != Text.JSON ? node.textValue() : node.toString());
      case STRUCT -> struct(node, type.asStructType(), columns);
      case LIST -> list(node, type.asListType().elementType(), columns.in("element"));
      case MAP -> map(node, type.asMapType().valueType(), columns.in("value"));
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

  private static long struct(JsonNode node, Types.StructType struct, FieldColumns columns) {
    long sum = 0;
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = columns.of(member.getKey());
      if (name == null) {
        return Hash.NULL;
      }
      if (!member.getValue().isNull()) {
        sum +=
            Hash.at(
                Hash.name(name), of(member.getValue(), struct.fieldType(name), columns.in(name)));
      }
    }
    return Hash.mix(sum);
  }

  private static long list(JsonNode node, Type element, FieldColumns columns) {
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    long hash = Hash.EMPTY;
    for (JsonNode one : elements) {
      hash = Hash.at(hash, of(one, element, columns));
    }
    return Hash.at(hash, elements.size());
  }

  private static long map(JsonNode node, Type value, FieldColumns columns) {
    long sum = 0;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      sum += Hash.at(Hash.text(entry.getKey()), of(entry.getValue(), value, columns));
    }
    return Hash.at(node.size(), sum);
  }
}
