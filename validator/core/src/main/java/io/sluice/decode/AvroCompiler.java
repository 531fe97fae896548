package io.sluice.decode;

import io.sluice.type.EnumType;
import io.sluice.type.Field;
import io.sluice.type.FixedType;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import io.sluice.type.UnionType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Turns an Avro schema into readers and shapes, recursion included. */
final class AvroCompiler {

  /**
   * A reader and the type that it reads.
   *
   * @param nullable whether null is allowed
   */
  record Compiled(AvroReader reader, Type type, boolean nullable) {}

  private final IdentityHashMap<Schema, Compiled> records = new IdentityHashMap<>();

  Compiled compile(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> new Compiled(AvroReaders.NULL, Scalar.NULL, true);
      case BOOLEAN -> of(AvroReaders.BOOLEAN, Scalar.BOOLEAN);
      case INT -> of(AvroReaders.INT, intType(schema.getLogicalType()));
      case LONG -> of(AvroReaders.LONG, longType(schema.getLogicalType()));
      case FLOAT -> of(AvroReaders.FLOAT, Scalar.FLOAT);
      case DOUBLE -> of(AvroReaders.DOUBLE, Scalar.DOUBLE);
      case STRING -> of(AvroReaders.STRING, stringType(schema.getLogicalType()));
      case BYTES -> bytes(schema);
      case FIXED -> fixed(schema);
      case ENUM -> enumeration(schema);
      case ARRAY -> array(schema);
      case MAP -> map(schema);
      case UNION -> union(schema);
      case RECORD -> record(schema);
    };
  }

  private static Compiled of(AvroReader reader, Type type) {
    return new Compiled(reader, type, false);
  }

  private static Scalar intType(LogicalType logical) {
    if (logical instanceof LogicalTypes.Date) {
      return Scalar.DATE;
    }
    return logical instanceof LogicalTypes.TimeMillis ? Scalar.TIME_MILLIS : Scalar.INT;
  }

  private static Scalar longType(LogicalType logical) {
    if (logical == null) {
      return Scalar.LONG;
    }
    return switch (logical.getName()) {
      case "time-micros" -> Scalar.TIME_MICROS;
      case "timestamp-millis" -> Scalar.TIMESTAMP_MILLIS;
      case "timestamp-micros" -> Scalar.TIMESTAMP_MICROS;
      case "timestamp-nanos" -> Scalar.TIMESTAMP_NANOS;
      case "local-timestamp-millis" -> Scalar.LOCAL_TIMESTAMP_MILLIS;
      case "local-timestamp-micros" -> Scalar.LOCAL_TIMESTAMP_MICROS;
      case "local-timestamp-nanos" -> Scalar.LOCAL_TIMESTAMP_NANOS;
      default -> Scalar.LONG;
    };
  }

  private static Scalar stringType(LogicalType logical) {
    return logical != null && logical.getName().equals("uuid") ? Scalar.UUID : Scalar.STRING;
  }

  private static Compiled bytes(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? decimal(Cursor::readBytes, decimal, 1)
        : of(AvroReaders.BYTES, Scalar.BYTES);
  }

  private static Compiled fixed(Schema schema) {
    int size = schema.getFixedSize();
    LogicalType logical = schema.getLogicalType();
    if (logical != null && logical.getName().equals("uuid") && size == 16) {
      return of(AvroReaders.FIXED_UUID, Scalar.UUID);
    }
    if (logical != null && logical.getName().equals("duration") && size == 12) {
      return of(new AvroReaders.Fixed(size), Scalar.DURATION);
    }
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? decimal(in -> in.readFixed(size), decimal, size)
        : of(new AvroReaders.Fixed(size), new FixedType(size));
  }

  private static Compiled decimal(
      AvroReaders.Bytes source, LogicalTypes.Decimal decimal, int leastBytes) {
    AvroReaders.Decimal reader = new AvroReaders.Decimal(source, decimal, leastBytes);
    return of(reader, reader.type());
  }

  private static Compiled enumeration(Schema schema) {
    EnumType type = new EnumType(schema.getEnumSymbols());
    return of(new AvroReaders.Enumeration(type.symbols().toArray(String[]::new)), type);
  }

  private Compiled array(Schema schema) {
    Compiled element = compile(schema.getElementType());
    return of(
        new AvroReaders.Array(element.reader()), new ListType(element.type(), element.nullable()));
  }

  private Compiled map(Schema schema) {
    Compiled value = compile(schema.getValueType());
    return of(new AvroReaders.MapOf(value.reader()), new MapType(value.type(), value.nullable()));
  }

  private Compiled union(Schema schema) {
    List<Compiled> branches = schema.getTypes().stream().map(this::compile).toList();
    List<Type> types =
        branches.stream().map(Compiled::type).filter(type -> type != Scalar.NULL).toList();
    boolean nullable = types.size() < branches.size();
    AvroReader[] readers = branches.stream().map(Compiled::reader).toArray(AvroReader[]::new);
    if (types.isEmpty()) {
      return new Compiled(new AvroReaders.Union(readers), Scalar.NULL, true);
    }
    if (types.size() == 1) {
      return new Compiled(new AvroReaders.Union(readers), types.get(0), nullable);
    }
    Type[] all = branches.stream().map(Compiled::type).toArray(Type[]::new);
    return new Compiled(new AvroReaders.Wide(readers, all), new UnionType(types), nullable);
  }

  private Compiled record(Schema schema) {
    Compiled known = records.get(schema);
    if (known != null) {
      return known;
    }
    RecordType type = new RecordType(schema.getFullName(), schema.getDoc());
    AvroReaders.RecordOf reader = new AvroReaders.RecordOf(type);
    Compiled compiled = of(reader, type);
    records.put(schema, compiled);
    List<Field> fields = new ArrayList<>();
    List<AvroReader> readers = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      Compiled part = compile(field.schema());
      fields.add(new Field(field.name(), part.type(), part.nullable(), field.doc()));
      readers.add(part.reader());
    }
    type.define(fields);
    reader.define(readers);
    return compiled;
  }
}
