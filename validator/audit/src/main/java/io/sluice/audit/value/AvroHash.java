package io.sluice.audit.value;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/** What {@link RowHash} must give for Avro data in a column, compiled once for each field. */
final class AvroHash {

  private AvroHash() {}

  /** Hashes a value that is not null. */
  interface Hasher {
    long of(Object value);
  }

  /**
   * Compiles.
   *
   * @param declared may be a union
   */
  static Hasher compile(Schema declared, Type column) {
    Schema schema = declared;
    if (declared.getType() == Schema.Type.UNION) {
      List<Schema> branches = new ArrayList<>(declared.getTypes());
      branches.removeIf(branch -> branch.getType() == Schema.Type.NULL);
      if (branches.size() != 1) {
        return value -> Hash.text(AvroJson.of(value, declared).toString());
      }
      schema = branches.get(0);
    }
    LogicalType logical = schema.getLogicalType();
    Hasher hasher = logical == null ? null : logical(schema, logical, column);
    return hasher == null ? plain(schema, column) : hasher;
  }

  private static Hasher plain(Schema schema, Type column) {
    return switch (schema.getType()) {
      case INT, LONG -> value -> Hash.integer(((Number) value).longValue());
      case FLOAT, DOUBLE -> value -> Hash.real(((Number) value).doubleValue());
      case BOOLEAN -> value -> Hash.bool((Boolean) value);
      case STRING -> value -> Hash.text((CharSequence) value);
      case ENUM -> value -> Hash.text(value.toString());
      case BYTES -> value -> Hash.bytes((ByteBuffer) value);
      case FIXED -> value -> Hash.bytes(ByteBuffer.wrap(((GenericFixed) value).bytes()));
      case RECORD ->
          column.isStructType()
              ? ExpectedHash.struct(schema, column.asStructType())
              : value -> Hash.text(AvroJson.of(value, schema).toString());
      case ARRAY -> column.isListType() ? list(schema, column) : value -> Hash.NULL;
      case MAP -> column.isMapType() ? map(schema, column) : value -> Hash.NULL;
      default -> value -> Hash.NULL;
    };
  }

  private static @Nullable Hasher logical(Schema schema, LogicalType logical, Type column) {
    return switch (logical.getName()) {
      case "timestamp-millis", "local-timestamp-millis" ->
          value -> Hash.integer(Math.multiplyExact((Long) value, 1000L));
      case "time-millis" ->
          value -> Hash.text(AvroComparison.timeOfDay((Integer) value * 1_000_000L));
      case "time-micros" -> value -> Hash.text(AvroComparison.timeOfDay((Long) value * 1_000L));
      case "decimal" -> {
        int scale = ((LogicalTypes.Decimal) logical).getScale();
        boolean isText = column.typeId() == Type.TypeID.STRING;
        yield value -> {
          BigDecimal decimal = AvroComparison.decimal(value, scale);
          return isText ? Hash.text(decimal.toPlainString()) : Hash.decimal(decimal);
        };
      }
      case "uuid" ->
          schema.getType() == Schema.Type.FIXED
              ? value -> Hash.text(AvroComparison.uuid((GenericFixed) value))
              : null;
      case "duration" -> value -> duration(AvroComparison.duration((GenericFixed) value));
      default -> null;
    };
  }

  private static long duration(List<Long> parts) {
    return Hash.mix(
        Hash.at(RowHash.name("months"), Hash.integer(parts.get(0)))
            + Hash.at(RowHash.name("days"), Hash.integer(parts.get(1)))
            + Hash.at(RowHash.name("millis"), Hash.integer(parts.get(2))));
  }

  private static Hasher list(Schema schema, Type column) {
    Hasher element = compile(schema.getElementType(), column.asListType().elementType());
    return value -> {
      Collection<?> all = (Collection<?>) value;
      long hash = all.size();
      for (Object one : all) {
        hash = Hash.at(hash, one == null ? Hash.NULL : element.of(one));
      }
      return hash;
    };
  }

  private static Hasher map(Schema schema, Type column) {
    Hasher element = compile(schema.getValueType(), column.asMapType().valueType());
    return value -> {
      Map<?, ?> all = (Map<?, ?>) value;
      long sum = 0;
      for (Map.Entry<?, ?> entry : all.entrySet()) {
        Object one = entry.getValue();
        sum +=
            Hash.at(
                Hash.text(entry.getKey().toString()), one == null ? Hash.NULL : element.of(one));
      }
      return Hash.at(all.size(), sum);
    };
  }
}
