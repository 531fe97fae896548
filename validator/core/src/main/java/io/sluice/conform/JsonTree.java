package io.sluice.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.type.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts decoded JSON to the form that the schema library reads. */
final class JsonTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  static JsonNode of(@Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof String text) {
      return NODES.textNode(text);
    }
    if (value instanceof Boolean bool) {
      return NODES.booleanNode(bool);
    }
    if (value instanceof Long number) {
      // the same classes that Jackson uses for numbers in schemas, because nodes of different
      // classes are never equal
      return number.intValue() == number
          ? NODES.numberNode(number.intValue())
          : NODES.numberNode((long) number);
    }
    if (value instanceof BigInteger number) {
      return NODES.numberNode(number);
    }
    if (value instanceof BigDecimal number) {
      return NODES.numberNode(number);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = NODES.arrayNode(list.size());
      list.forEach(element -> array.add(of(element)));
      return array;
    }
    if (value instanceof Struct struct) {
      ObjectNode object = NODES.objectNode();
      for (int i = 0; i < struct.size(); i++) {
        object.set(struct.nameAt(i), of(struct.valueAt(i)));
      }
      return object;
    }
    throw new IllegalStateException("decoded JSON has no " + value.getClass());
  }
}
