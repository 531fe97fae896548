package io.sluice.row;

import io.sluice.fault.Code;
import io.sluice.type.Absent;
import io.sluice.type.DecimalType;
import io.sluice.type.EnumType;
import io.sluice.type.Field;
import io.sluice.type.FixedType;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Struct;
import io.sluice.type.Type;
import io.sluice.type.UnionType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses columns for the types of events. */
final class Columns {

  /** Iceberg's largest decimal. */
  private static final int MOST_DIGITS = 38;

  private final Set<RecordType> open = java.util.Collections.newSetFromMap(new IdentityHashMap<>());

  Column of(Type type) {
    if (type instanceof Scalar scalar) {
      return scalar(scalar);
    }
    if (type instanceof DecimalType decimal) {
      return decimal.precision() <= MOST_DIGITS
          ? new Column(decimal, null)
          : new Column(Scalar.STRING, value -> ((BigDecimal) value).toPlainString());
    }
    if (type instanceof FixedType) {
      return new Column(type, null);
    }
    if (type instanceof EnumType) {
      return new Column(Scalar.STRING, null);
    }
    if (type instanceof RecordType record) {
      return record(record);
    }
    if (type instanceof ListType list) {
      return list(list);
    }
    if (type instanceof MapType map) {
      return map(map);
    }
    if (type instanceof UnionType) {
      return new Column(Scalar.STRING, JsonText::of);
    }
    throw new IllegalStateException("no column for " + type);
  }

  private static Column scalar(Scalar scalar) {
    return switch (scalar) {
      case NULL, UUID -> new Column(Scalar.STRING, null);
      case BOOLEAN -> new Column(scalar, value -> expect(value, Boolean.class));
      case STRING -> new Column(scalar, value -> expect(value, String.class));
      case LONG -> new Column(scalar, Columns::toLong);
      case DOUBLE -> new Column(scalar, Columns::toDouble);
      case TIME_MILLIS -> new Column(Scalar.TIME_MICROS, value -> time(((Integer) value) * 1000L));
      case TIME_MICROS -> new Column(Scalar.TIME_MICROS, value -> time((Long) value));
      case TIMESTAMP_MILLIS -> new Column(Scalar.TIMESTAMP_MICROS, value -> micros((Long) value));
      case LOCAL_TIMESTAMP_MILLIS ->
          new Column(Scalar.LOCAL_TIMESTAMP_MICROS, value -> micros((Long) value));
      case TIMESTAMP_NANOS, LOCAL_TIMESTAMP_NANOS -> new Column(Scalar.LONG, null);
      case JSON -> new Column(Scalar.STRING, JsonText::of);
      default -> new Column(scalar, null);
    };
  }

  private static Object expect(Object value, Class<?> type) throws Unstorable {
    if (type.isInstance(value)) {
      return value;
    }
    throw new Unstorable(
        Code.WRONG_TYPE, "is not a " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT));
  }

  private static Object toLong(Object value) throws Unstorable {
    if (value instanceof Long) {
      return value;
    }
    try {
      if (value instanceof BigInteger integer) {
        return integer.longValueExact();
      }
      if (value instanceof BigDecimal decimal) {
        return decimal.longValueExact();
      }
    } catch (ArithmeticException e) {
      throw new Unstorable(Code.OUT_OF_RANGE, "does not fit a 64-bit integer column");
    }
    throw new Unstorable(Code.WRONG_TYPE, "is not an integer");
  }

  private static Object toDouble(Object value) throws Unstorable {
    if (value instanceof Double) {
      return value;
    }
    if (!(value instanceof Number number)) {
      throw new Unstorable(Code.WRONG_TYPE, "is not a number");
    }
    double result = number.doubleValue();
    if (Double.isInfinite(result)) {
      throw new Unstorable(Code.OUT_OF_RANGE, "does not fit a double column");
    }
    return result;
  }

  private static Object time(long micros) throws Unstorable {
    if (micros < 0 || micros >= 86_400_000_000L) {
      throw new Unstorable(Code.OUT_OF_RANGE, "is not a time of day");
    }
    return micros;
  }

  private static Object micros(long millis) throws Unstorable {
    try {
      return Math.multiplyExact(millis, 1000L);
    } catch (ArithmeticException e) {
      throw new Unstorable(Code.OUT_OF_RANGE, "is a time beyond what a timestamp column holds");
    }
  }

  private Column record(RecordType record) {
    if (record.fields().isEmpty() || !open.add(record)) {
      return new Column(Scalar.STRING, JsonText::of);
    }
    List<Field> fields = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (Field field : record.fields()) {
      Column column = of(field.type());
      columns.add(column);
      fields.add(new Field(field.name(), column.type(), field.nullable(), field.doc()));
    }
    open.remove(record);
    RecordType type = new RecordType(record.name(), record.doc(), fields);
    return new Column(type, value -> fields(value, record, columns));
  }

  private static Object fields(Object value, RecordType record, List<Column> columns)
      throws Unstorable {
    if (!(value instanceof Struct struct)) {
      throw new Unstorable(Code.WRONG_TYPE, "is not an object");
    }
    @Nullable Object[] values = new @Nullable Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Field field = record.fields().get(i);
      Object part = struct.field(field.name());
      values[i] = columns.get(i).map(part == Absent.VALUE ? null : part);
    }
    return values;
  }

  private Column list(ListType list) {
    Column element = of(list.element());
    return new Column(
        new ListType(element.type(), list.elementNullable()),
        value -> {
          if (!(value instanceof List<?> values)) {
            throw new Unstorable(Code.WRONG_TYPE, "is not an array");
          }
          List<@Nullable Object> mapped = new ArrayList<>(values.size());
          for (Object part : values) {
            mapped.add(element.map(part));
          }
          return mapped;
        });
  }

  private Column map(MapType map) {
    Column column = of(map.value());
    return new Column(
        new MapType(column.type(), map.valueNullable()),
        value -> {
          Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
          if (value instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
              mapped.put(entry.getKey().toString(), column.map(entry.getValue()));
            }
          } else if (value instanceof Struct struct) {
            for (int i = 0; i < struct.size(); i++) {
              mapped.put(struct.nameAt(i), column.map(struct.valueAt(i)));
            }
          } else {
            throw new Unstorable(Code.WRONG_TYPE, "is not an object");
          }
          return mapped;
        });
  }
}
