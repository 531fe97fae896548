package io.sluice.audit.value;

import io.sluice.audit.value.FieldColumns.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.util.Utf8;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * The expected {@link RowHash} of Avro data, computed from its encoding. A schema is compiled once
 * for a table, and most values are hashed without creating objects. Not thread-safe.
 */
final class AvroHash {

  private Utf8 text = new Utf8();
  private ByteBuffer bytes = ByteBuffer.allocate(64);

  /** Reads and hashes a value; returns {@link Hash#NULL} for null. */
  interface Hasher {
    long of(BinaryDecoder in) throws IOException;
  }

  /**
   * Compiles the schema of a record. The hash of a record is the sum over the columns.
   *
   * @param columns the columns of the fields
   */
  Hasher record(Schema schema, Types.StructType struct, FieldColumns columns) {
    List<Schema.Field> fields = schema.getFields();
    long[] hashes = new long[fields.size()];
    Hasher[] hashers = new Hasher[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      Schema.Field field = fields.get(i);
      String name = columns.of(field.name());
      if (name == null) {
        hashes[i] = Hash.name(field.name());
        hashers[i] = skip(field.schema());
      } else {
        hashes[i] = Hash.name(name);
        hashers[i] = compile(field.schema(), struct.fieldType(name), columns.in(name));
      }
    }
    return in -> {
      long sum = 0;
      for (int i = 0; i < hashes.length; i++) {
        long hash = hashers[i].of(in);
        if (hash != Hash.NULL) {
          sum += Hash.at(hashes[i], hash);
        }
      }
      return sum;
    };
  }

  private static Hasher skip(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return in -> {
        GenericDatumReader.skip(schema, in);
        return Hash.NO_COLUMN;
      };
    }
    List<Schema> branches = schema.getTypes();
    return in -> {
      Schema branch = branches.get(in.readIndex());
      GenericDatumReader.skip(branch, in);
      return branch.getType() == Schema.Type.NULL ? Hash.NULL : Hash.NO_COLUMN;
    };
  }

  /**
   * Compiles a schema.
   *
   * @param declared the schema, which may be a union
   */
  Hasher compile(Schema declared, Type column, FieldColumns columns) {
    if (columns.text() == Text.JSON) {
      return ofDatum(declared, value -> Hash.text(AvroJson.of(value, declared).toString()));
    }
    if (declared.getType() != Schema.Type.UNION) {
      return ofOne(declared, column, columns);
    }
    List<Schema> branches = new ArrayList<>(declared.getTypes());
    branches.removeIf(branch -> branch.getType() == Schema.Type.NULL);
    if (branches.size() != 1) {
      boolean isPlain = columns.text() == Text.PLAIN;
      return ofDatum(
          declared,
          value ->
              isPlain && value instanceof CharSequence text
                  ? Hash.text(text)
                  : Hash.text(AvroJson.of(value, declared).toString()));
    }
    Hasher one = ofOne(branches.get(0), column, columns);
    int at = declared.getTypes().indexOf(branches.get(0));
    int size = declared.getTypes().size();
    return in -> {
      int branch = in.readIndex();
      if (branch < 0 || branch >= size) {
        throw new IOException("a union with " + size + " branches has no branch " + branch);
      }
      return branch == at ? one.of(in) : Hash.NULL;
    };
  }

  private Hasher ofOne(Schema schema, Type column, FieldColumns columns) {
    LogicalType logical = schema.getLogicalType();
    Hasher hasher = logical == null ? null : logical(schema, logical, column);
    return hasher == null ? plain(schema, column, columns) : hasher;
  }

  private Hasher plain(Schema schema, Type column, FieldColumns columns) {
    return switch (schema.getType()) {
      case INT -> in -> Hash.integer(in.readInt());
      case LONG -> in -> Hash.integer(in.readLong());
      case FLOAT -> in -> Hash.real(in.readFloat());
      case DOUBLE -> in -> Hash.real(in.readDouble());
      case BOOLEAN -> in -> Hash.bool(in.readBoolean());
      case STRING -> this::text;
      case ENUM -> symbols(schema);
      case BYTES ->
          in -> {
            bytes = in.readBytes(bytes);
            return Hash.bytes(bytes);
          };
      case FIXED -> ofDatum(schema, value -> Hash.bytes(ByteBuffer.wrap(fixed(value).bytes())));
      case RECORD -> {
        if (!column.isStructType()) {
          yield ofDatum(schema, value -> Hash.text(AvroJson.of(value, schema).toString()));
        }
        Hasher sum = record(schema, column.asStructType(), columns);
        yield in -> Hash.mix(sum.of(in));
      }
      case ARRAY ->
          column.isListType() ? list(schema, column, columns.in("element")) : skip(schema);
      case MAP -> column.isMapType() ? map(schema, column, columns.in("value")) : skip(schema);
      default -> in -> Hash.NULL;
    };
  }

  private long text(BinaryDecoder in) throws IOException {
    text = in.readString(text);
    return Hash.text(text);
  }

  private static Hasher symbols(Schema schema) {
    long[] hashes = schema.getEnumSymbols().stream().mapToLong(Hash::text).toArray();
    return in -> hashes[in.readEnum()];
  }

  private @Nullable Hasher logical(Schema schema, LogicalType logical, Type column) {
    return switch (logical.getName()) {
      case "timestamp-millis", "local-timestamp-millis" ->
          in -> Hash.integer(Math.multiplyExact(in.readLong(), 1000L));
      case "time-millis" -> in -> Hash.text(AvroComparison.timeOfDay(in.readInt() * 1_000_000L));
      case "time-micros" -> in -> Hash.text(AvroComparison.timeOfDay(in.readLong() * 1_000L));
      case "decimal" -> decimal(schema, ((LogicalTypes.Decimal) logical).getScale(), column);
      case "uuid" ->
          schema.getType() == Schema.Type.FIXED
              ? ofDatum(schema, value -> Hash.text(AvroComparison.uuid(fixed(value))))
              : null;
      case "duration" -> ofDatum(schema, value -> duration(AvroComparison.duration(fixed(value))));
      default -> null;
    };
  }

  private static Hasher decimal(Schema schema, int scale, Type column) {
    boolean isText = column.typeId() == Type.TypeID.STRING;
    return ofDatum(
        schema,
        value -> {
          BigDecimal decimal = AvroComparison.decimal(value, scale);
          return isText ? Hash.text(decimal.toPlainString()) : Hash.decimal(decimal);
        });
  }

  private static long duration(List<Long> parts) {
    return Hash.mix(
        Hash.at(Hash.name("months"), Hash.integer(parts.get(0)))
            + Hash.at(Hash.name("days"), Hash.integer(parts.get(1)))
            + Hash.at(Hash.name("millis"), Hash.integer(parts.get(2))));
  }

  private Hasher list(Schema schema, Type column, FieldColumns columns) {
    Hasher element = compile(schema.getElementType(), column.asListType().elementType(), columns);
    return in -> {
      long hash = Hash.EMPTY;
      long size = 0;
      for (long block = in.readArrayStart(); block != 0; block = in.arrayNext()) {
        size += block;
        for (long i = 0; i < block; i++) {
          hash = Hash.at(hash, element.of(in));
        }
      }
      return Hash.at(hash, size);
    };
  }

  private Hasher map(Schema schema, Type column, FieldColumns columns) {
    Hasher value = compile(schema.getValueType(), column.asMapType().valueType(), columns);
    return in -> {
      long sum = 0;
      long size = 0;
      for (long block = in.readMapStart(); block != 0; block = in.mapNext()) {
        size += block;
        for (long i = 0; i < block; i++) {
          long key = text(in);
          sum += Hash.at(key, value.of(in));
        }
      }
      return Hash.at(size, sum);
    };
  }

  /** Hashes a datum that is not null. */
  private interface OfDatum {
    long of(Object value);
  }

  private static Hasher ofDatum(Schema schema, OfDatum hash) {
    GenericDatumReader<@Nullable Object> reader = new GenericDatumReader<>(schema);
    return in -> {
      Object value = reader.read(null, in);
      return value == null ? Hash.NULL : hash.of(value);
    };
  }

  private static GenericFixed fixed(Object value) {
    return (GenericFixed) value;
  }
}
