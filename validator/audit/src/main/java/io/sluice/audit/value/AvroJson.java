package io.sluice.audit.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Avro data as plain JSON: no branch names, bytes as base64. */
final class AvroJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AvroJson() {}

  static JsonNode of(@Nullable Object value, Schema declared) {
    if (value == null) {
      return NODES.nullNode();
    }
    Schema schema =
        declared.getType() == Schema.Type.UNION
            ? declared.getTypes().get(GenericData.get().resolveUnion(declared, value))
            : declared;
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      byte[] bytes =
          value instanceof GenericFixed fixed ? fixed.bytes() : bytes((ByteBuffer) value);
      return NODES.numberNode(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
    }
    if (logical != null
        && logical.getName().equals("uuid")
        && value instanceof GenericFixed fixed) {
      ByteBuffer bytes = ByteBuffer.wrap(fixed.bytes());
      return NODES.textNode(new UUID(bytes.getLong(), bytes.getLong()).toString());
    }
    return switch (schema.getType()) {
      case RECORD -> {
        ObjectNode object = NODES.objectNode();
        GenericRecord record = (GenericRecord) value;
        for (Schema.Field field : schema.getFields()) {
          object.set(field.name(), of(record.get(field.pos()), field.schema()));
        }
        yield object;
      }
      case ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        ((Collection<?>) value).forEach(one -> array.add(of(one, schema.getElementType())));
        yield array;
      }
      case MAP -> {
        ObjectNode object = NODES.objectNode();
        ((Map<?, ?>) value)
            .forEach((key, one) -> object.set(key.toString(), of(one, schema.getValueType())));
        yield object;
      }
      case BYTES -> base64(bytes((ByteBuffer) value));
      case FIXED -> base64(((GenericFixed) value).bytes());
      case INT -> NODES.numberNode((Integer) value);
      case LONG -> NODES.numberNode((Long) value);
      case FLOAT -> number((Float) value);
      case DOUBLE -> number((Double) value);
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
      default -> NODES.textNode(value.toString());
    };
  }

  /** A number as JSON, which has only finite numbers. */
  private static JsonNode number(Number value) {
    if (!Double.isFinite(value.doubleValue())) {
      return NODES.textNode(value.toString());
    }
    return value instanceof Float single
        ? NODES.numberNode(single)
        : NODES.numberNode(value.doubleValue());
  }

  private static JsonNode base64(byte[] bytes) {
    return NODES.textNode(Base64.getEncoder().encodeToString(bytes));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
