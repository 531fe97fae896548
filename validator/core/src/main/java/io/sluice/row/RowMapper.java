package io.sluice.row;

import io.sluice.contract.Contract;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.JsonShape;
import io.sluice.limit.Limits;
import io.sluice.path.Path;
import io.sluice.path.Root;
import io.sluice.row.AuditColumns.Audit;
import io.sluice.row.ColumnNames.Wish;
import io.sluice.row.Columns.Place;
import io.sluice.type.Absent;
import io.sluice.type.Field;
import io.sluice.type.JsonObject;
import io.sluice.type.RecordType;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import io.sluice.type.Struct;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates the rows of one contract from events of one schema. */
public final class RowMapper {

  /** The column that stores members that the schema does not declare, as JSON text. */
  public static final String EXTRA = "_extra";

  /** The comment of the column that stores the record's key. */
  static final String KEY_COMMENT = "the record's key";

  private static final String EXTRA_COMMENT = "members that the schema does not declare, as JSON";

  /** The column for an event that is not a record. */
  private static final String VALUE = "value";

  private final RowLayout layout;
  private final List<Field> source;
  private final Set<String> declared = new HashSet<>();
  private final Column[] columns;

  /** The path of each field, for faults. */
  private final String[] paths;

  private final @Nullable Column key;
  private final @Nullable Column extra;
  private final boolean single;
  private final PartitionGuard partitions;

  private RowMapper(
      Contract contract,
      JsonShape.Document shape,
      @Nullable Type keyType,
      TableColumns table,
      Map<String, Misfit> misfits,
      Limits limits) {
    this.single = isWhole(contract, shape, table);
    Type whole = shape.type() instanceof RecordType ? Scalar.JSON : shape.type();
    RecordType record = single ? record(whole) : record(shape.type());
    this.source = record.fields();
    source.forEach(field -> declared.add(field.name()));
    String keyColumn = contract.key().column();
    List<Wish> wishes = new ArrayList<>();
    for (Field field : source) {
      wishes.add(single ? new Wish(TableColumns.WHOLE, VALUE, false) : Wish.of("", field));
    }
    if (keyColumn != null) {
      wishes.add(new Wish(TableColumns.KEY, keyColumn, false));
    }
    List<String> names = ColumnNames.choose(wishes, table, "");
    Columns chooser = new Columns(table, misfits);
    this.columns = new Column[source.size()];
    this.paths = source.stream().map(field -> Path.child("", field.name())).toArray(String[]::new);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      Field field = source.get(i);
      String name = names.get(i);
      Type former = single ? whole : Columns.field(shape.former(), field.name());
      boolean hasOwnName = !single && name.equals(field.name());
      columns[i] =
          chooser.of(field.type(), former, new Place(name, wishes.get(i).field(), hasOwnName));
      fields.add(
          new Field(name, columns[i].type(), field.nullable(), ColumnNames.doc(field, name)));
    }
    if (keyType != null && keyColumn != null) {
      String name = names.get(columns.length);
      // before, a key whose members were not all known was JSON text
      Type former = keyType instanceof RecordType ? Scalar.JSON : keyType;
      this.key = chooser.of(keyType, former, new Place(name, TableColumns.KEY, false));
      fields.add(new Field(name, key.type(), true, KEY_COMMENT));
    } else {
      this.key = null;
    }
    boolean hasExtra = shape.isOpen() && !single;
    this.extra = hasExtra ? chooser.fitted(new Column(Scalar.STRING, null), EXTRA) : null;
    if (hasExtra) {
      fields.add(new Field(EXTRA, Scalar.STRING, true, EXTRA_COMMENT));
    }
    fields.addAll(AuditColumns.FIELDS);
    if (contract.table().traceId()) {
      fields.add(AuditColumns.TRACE_ID);
    }
    this.layout =
        new RowLayout(
            contract.name(),
            contract.table(),
            new RecordType(record.name(), record.doc(), fields),
            chooser.owners());
    this.partitions = new PartitionGuard(layout, limits);
  }

  /**
   * Whether each event is stored in a single column. This is the case if events are not objects, or
   * if the table has a column for whole events but no columns for their members, and the contract
   * does not allow new columns.
   */
  private static boolean isWhole(Contract contract, JsonShape.Document shape, TableColumns table) {
    return !(shape.type() instanceof RecordType record)
        || (contract.table().evolution() == Contract.Evolution.NONE
            && (table.column("", TableColumns.WHOLE) != null
                || table.mayClaim(VALUE, TableColumns.WHOLE))
            && record.fields().stream()
                .allMatch(field -> table.column("", Path.child("", field.name())) == null));
  }

  private static RecordType record(Type type) {
    return type instanceof RecordType record
        ? record
        : new RecordType("", null, List.of(new Field(VALUE, type, true, null)));
  }

  /**
   * Chooses the columns.
   *
   * @param key the shape of keys, or null if it is not known, so that they are null
   * @param tables called once, for the columns of the table and the values that it cannot store
   */
  public static RowMapper compile(
      Contract contract,
      JsonShape.Document shape,
      @Nullable Type key,
      Tables tables,
      Limits limits) {
    Tables.Prepared table =
        tables.prepare(contract.table(), columns -> layout(contract, shape, key, columns, limits));
    return new RowMapper(contract, shape, key, table.columns(), table.misfits(), limits);
  }

  /**
   * The columns that rows would have.
   *
   * @param table the current columns of the table and their fields
   */
  public static RowLayout layout(
      Contract contract,
      JsonShape.Document shape,
      @Nullable Type key,
      TableColumns table,
      Limits limits) {
    return new RowMapper(contract, shape, key, table, Map.of(), limits).layout();
  }

  public RowLayout layout() {
    return layout;
  }

  /**
   * Creates the row.
   *
   * @return the row, or null if faults were added
   */
  public @Nullable Row map(
      @Nullable Object message, @Nullable Object keyValue, Audit audit, Faults faults) {
    @Nullable Object[] row = new @Nullable Object[layout.columns().fields().size()];
    for (int i = 0; i < columns.length; i++) {
      Object value = single ? message : part(message, i);
      row[i] = mapped(columns[i], value, paths[i], faults);
    }
    int at = columns.length;
    if (key != null) {
      row[at++] = mapped(key, keyValue, Root.KEY.prefix(), faults);
    }
    if (extra != null) {
      row[at++] = mapped(extra, undeclared(message), EXTRA, faults);
    }
    audit.write(row, at);
    partitions.check(row, audit.validatedAt(), faults);
    return faults.isEmpty() ? new Row(layout, row) : null;
  }

  private static @Nullable Object mapped(
      Column column, @Nullable Object value, String path, Faults faults) {
    try {
      return column.map(value == Absent.VALUE ? null : value);
    } catch (Unstorable e) {
      faults.add(e.code(), Path.join(path, e.path()), e.problem());
      return null;
    }
  }

  private @Nullable Object part(@Nullable Object message, int index) {
    if (message instanceof RecordValue record) {
      return record.valueAt(index);
    }
    return message instanceof Struct struct ? struct.field(source.get(index).name()) : Absent.VALUE;
  }

  private @Nullable String undeclared(@Nullable Object message) {
    if (!(message instanceof JsonObject object)) {
      return message == null ? null : JsonText.of(message);
    }
    JsonObject rest = new JsonObject();
    for (int i = 0; i < object.size(); i++) {
      if (!declared.contains(object.nameAt(i))) {
        rest.put(object.nameAt(i), object.valueAt(i));
      }
    }
    return rest.size() == 0 ? null : JsonText.of(rest);
  }
}
