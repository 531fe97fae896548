package io.sluice.row;

import io.sluice.fault.Code;
import io.sluice.row.TableColumns.Encoding;
import io.sluice.row.TableColumns.Owner;
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
import io.sluice.type.Variant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses columns for the types of events. docs/reference/types.md documents the mapping for users.
 */
final class Columns {

  /** Iceberg's largest decimal. */
  private static final int MOST_DIGITS = 38;

  /** A schema can use a type in many places. Beyond this number, records become JSON text. */
  private static final int MOST_COLUMNS = 5_000;

  private final TableColumns table;
  private final Map<String, Misfit> misfits;
  private final Map<String, Owner> owners = new HashMap<>();
  private int columns;
  private final Set<RecordType> open = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param table the current columns of the table and their fields
   * @param misfits the places whose values cannot be stored, by column path
   */
  Columns(TableColumns table, Map<String, Misfit> misfits) {
    this.table = table;
    this.misfits = misfits;
  }

  /** The owners of the chosen columns, by their paths. */
  Map<String, Owner> owners() {
    return owners;
  }

  /**
   * The position of a column.
   *
   * @param column the path of the column
   * @param field the path of its field
   */
  record Place(String column, String field, boolean hasOwnName) {

    /** The column for the elements of a list or the values of a map. */
    Place part(String name) {
      return new Place(column + "." + name, field + "[*]", true);
    }
  }

  /**
   * The column for a type.
   *
   * @param former the type that was derived before tables recorded their columns; null if it had no
   *     such place
   */
  Column of(Type type, @Nullable Type former, Place place) {
    Column column = encoded(type, former, place);
    owners.put(
        place.column(),
        new Owner(
            place.field(), place.hasOwnName(), column.isJson() ? Encoding.JSON : Encoding.PLAIN));
    return fitted(column, place.column());
  }

  /** The column, unless the table cannot take it. */
  Column fitted(Column column, String path) {
    Misfit misfit = misfits.get(path);
    return misfit == null
        ? column
        : new Column(
            column.type(),
            value -> {
              throw new Unstorable(misfit.code(), misfit.message());
            });
  }

  /** A column keeps its encoding, regardless of later schemas. */
  private Column encoded(Type type, @Nullable Type former, Place place) {
    Owner known = table.owner(place.column());
    Encoding encoding = known == null ? null : known.encoding();
    if (encoding == Encoding.UNKNOWN && former != null) {
      encoding =
          former == Scalar.JSON || former instanceof UnionType ? Encoding.JSON : Encoding.PLAIN;
    }
    if (encoding == Encoding.JSON) {
      return Column.json();
    }
    Column column = choose(type, former, place);
    return encoding == Encoding.PLAIN && column.isJson()
        ? new Column(Scalar.STRING, Columns::text)
        : column;
  }

  private static Object text(Object value) throws Unstorable {
    Object plain = value instanceof Variant variant ? variant.value() : value;
    if (plain instanceof String) {
      return plain;
    }
    throw new Unstorable(
        Code.INCOMPATIBLE_TYPE,
        "is not a string, but the table's column stores only strings, because an earlier version of"
            + " the schema allowed only strings");
  }

  private Column choose(Type type, @Nullable Type former, Place place) {
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
      return record(record, former, place);
    }
    if (type instanceof ListType list) {
      return list(list, former, place);
    }
    if (type instanceof MapType map) {
      return map(map, former, place);
    }
    if (type instanceof UnionType) {
      return Column.json();
    }
    throw new IllegalStateException("no column for " + type);
  }

  private Column record(RecordType record, @Nullable Type former, Place place) {
    if (record.fields().isEmpty() || columns > MOST_COLUMNS || !open.add(record)) {
      return Column.json();
    }
    List<ColumnNames.Wish> wishes =
        record.fields().stream().map(field -> ColumnNames.Wish.of(place.field(), field)).toList();
    List<String> names = ColumnNames.choose(wishes, table, place.column());
    List<Field> fields = new ArrayList<>();
    List<Column> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Field field = record.fields().get(i);
      String name = names.get(i);
      Place inside =
          new Place(place.column() + "." + name, wishes.get(i).field(), name.equals(field.name()));
      Column column = of(field.type(), field(former, field.name()), inside);
      parts.add(column);
      fields.add(new Field(name, column.type(), field.nullable(), ColumnNames.doc(field, name)));
    }
    open.remove(record);
    RecordType type = new RecordType(record.name(), record.doc(), fields);
    return new Column(type, value -> fields(value, record, parts));
  }

  /** The type of a field; null if there is none. */
  static @Nullable Type field(@Nullable Type record, String name) {
    if (!(record instanceof RecordType known)) {
      return null;
    }
    int position = known.position(name);
    return position < 0 ? null : known.fields().get(position).type();
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

  private Column list(ListType list, @Nullable Type former, Place place) {
    Type formerElement = former instanceof ListType known ? known.element() : null;
    Column element = of(list.element(), formerElement, place.part("element"));
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

  private Column map(MapType map, @Nullable Type former, Place place) {
    Type formerValue = former instanceof MapType known ? known.value() : null;
    Column column = of(map.value(), formerValue, place.part("value"));
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
