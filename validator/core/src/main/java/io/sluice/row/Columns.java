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
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses columns for the types of events. docs/types.md tells users what is chosen. */
final class Columns {

  /** Iceberg's largest decimal. */
  private static final int MOST_DIGITS = 38;

  /** A schema may use a type in many places; from here on records are JSON text. */
  private static final int MOST_COLUMNS = 5_000;

  private final Map<String, Misfit> misfits;
  private int columns;
  private final Set<RecordType> open = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param misfits places whose values cannot be stored, by path
   */
  Columns(Map<String, Misfit> misfits) {
    this.misfits = misfits;
  }

  /**
   * The column for a type.
   *
   * @param path of the column, as {@link Tables#prepare} gives it
   */
  Column of(Type type, String path) {
    Column column = choose(type, path);
    Misfit misfit = misfits.get(path);
    return misfit == null
        ? column
        : new Column(
            column.type(),
            value -> {
              throw new Unstorable(misfit.code(), misfit.message());
            });
  }

  private Column choose(Type type, String path) {
    columns++;
    if (type instanceof Scalar scalar) {
      return ScalarColumns.of(scalar);
    }
    if (type instanceof DecimalType decimal) {
      return decimal.precision() <= MOST_DIGITS
          ? new Column(decimal, value -> ScalarColumns.toDecimal(value, decimal))
          : new Column(Scalar.STRING, value -> ((BigDecimal) value).toPlainString());
    }
    if (type instanceof FixedType fixed) {
      // Parquet has no values of no bytes
      return new Column(fixed.size() == 0 ? Scalar.BYTES : fixed, null);
    }
    if (type instanceof EnumType) {
      return new Column(Scalar.STRING, null);
    }
    if (type instanceof RecordType record) {
      return record(record, path);
    }
    if (type instanceof ListType list) {
      return list(list, path);
    }
    if (type instanceof MapType map) {
      return map(map, path);
    }
    if (type instanceof UnionType) {
      return new Column(Scalar.STRING, JsonText::of);
    }
    throw new IllegalStateException("no column for " + type);
  }

  private Column record(RecordType record, String path) {
    if (record.fields().isEmpty() || columns > MOST_COLUMNS || !open.add(record)) {
      return new Column(Scalar.STRING, JsonText::of);
    }
    ColumnNames names = new ColumnNames(false);
    List<Field> fields = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (Field field : record.fields()) {
      String name = names.choose(field.name());
      Column column = of(field.type(), path + "." + name);
      columns.add(column);
      fields.add(new Field(name, column.type(), field.nullable(), ColumnNames.doc(field, name)));
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
      String name = record.fields().get(i).name();
      Object part = struct.field(name);
      try {
        values[i] = columns.get(i).map(part == Absent.VALUE ? null : part);
      } catch (Unstorable e) {
        throw e.inField(name);
      }
    }
    return values;
  }

  private Column list(ListType list, String path) {
    Column element = of(list.element(), path + ".element");
    return new Column(
        new ListType(element.type(), list.elementNullable()),
        value -> {
          if (!(value instanceof List<?> values)) {
            throw new Unstorable(Code.WRONG_TYPE, "is not an array");
          }
          List<@Nullable Object> mapped = new ArrayList<>(values.size());
          for (Object part : values) {
            try {
              mapped.add(element.map(part));
            } catch (Unstorable e) {
              throw e.inElement(mapped.size());
            }
          }
          return mapped;
        });
  }

  private Column map(MapType map, String path) {
    Column column = of(map.value(), path + ".value");
    return new Column(
        new MapType(column.type(), map.valueNullable()),
        value -> {
          Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
          if (value instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
              put(mapped, entry.getKey().toString(), column, entry.getValue());
            }
          } else if (value instanceof Struct struct) {
            for (int i = 0; i < struct.size(); i++) {
              put(mapped, struct.nameAt(i), column, struct.valueAt(i));
            }
          } else {
            throw new Unstorable(Code.WRONG_TYPE, "is not an object");
          }
          return mapped;
        });
  }

  private static void put(
      Map<String, @Nullable Object> mapped, String key, Column column, @Nullable Object value)
      throws Unstorable {
    try {
      mapped.put(key, column.map(value));
    } catch (Unstorable e) {
      throw e.inField(key);
    }
  }
}
