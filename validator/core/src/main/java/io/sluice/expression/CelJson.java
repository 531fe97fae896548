package io.sluice.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of CEL as plain JSON. */
final class CelJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CelJson() {}

  /** Null if JSON cannot represent it. */
  static @Nullable JsonNode of(Object value) {
    if (value instanceof NullValue) {
      return NODES.nullNode();
    }
    if (value instanceof Optional<?> optional) {
      return optional.isEmpty() ? null : of(optional.get());
    }
    if (value instanceof String text) {
      return NODES.textNode(text);
    }
    if (value instanceof Boolean bool) {
      return NODES.booleanNode(bool);
    }
    if (value instanceof Long number) {
      return NODES.numberNode(number);
    }
    if (value instanceof UnsignedLong number) {
      return NODES.numberNode(number.bigIntegerValue());
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? NODES.numberNode(number) : null;
    }
    if (value instanceof Decimal decimal) {
      return NODES.numberNode(decimal.value());
    }
    if (value instanceof Instant || value instanceof Duration) {
      return NODES.textNode(value.toString());
    }
    if (value instanceof CelByteString bytes) {
      return NODES.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }
    return value instanceof List<?> || value instanceof Map<?, ?> ? container(value) : null;
  }

  private static @Nullable JsonNode container(Object value) {
    if (value instanceof List<?> list) {
      ArrayNode array = NODES.arrayNode();
      for (Object element : list) {
        JsonNode json = of(element);
        if (json == null) {
          return null;
        }
        array.add(json);
      }
      return array;
    }
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
      JsonNode json = of(entry.getValue());
      if (json == null) {
        return null;
      }
      object.set(entry.getKey().toString(), json);
    }
    return object;
  }
}
