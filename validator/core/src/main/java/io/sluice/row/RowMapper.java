package io.sluice.row;

import io.sluice.contract.Contract;
import io.sluice.fault.Faults;
import io.sluice.limit.Limits;
import io.sluice.path.Path;
import io.sluice.path.Root;
import io.sluice.row.AuditColumns.Audit;
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

/** Makes rows of one contract from events of one schema. */
public final class RowMapper {

  /** The column that keeps what the schema does not declare, as JSON text. */
  public static final String EXTRA = "_extra";

  /** The column of an event that is no record. */
  private static final String VALUE = "value";

  private final RowLayout layout;
  private final List<Field> source;
  private final Set<String> declared = new HashSet<>();
  private final Column[] columns;
  private final @Nullable Column key;
  private final @Nullable Column extra;
  private final boolean single;
  private final PartitionGuard partitions;

  private RowMapper(
      Contract contract,
      Type message,
      boolean extra,
      @Nullable Type keyType,
      Map<String, Misfit> misfits,
      Limits limits) {
    this.single = !(message instanceof RecordType);
    RecordType record =
        message instanceof RecordType known
            ? known
            : new RecordType("", null, List.of(new Field(VALUE, message, true, null)));
    this.source = record.fields();
    source.forEach(field -> declared.add(field.name()));
    this.columns = new Column[source.size()];
    List<Field> fields = new ArrayList<>();
    ColumnNames names = new ColumnNames(true);
    Columns chooser = new Columns(misfits);
    for (int i = 0; i < columns.length; i++) {
      Field field = source.get(i);
      String name = names.choose(field.name());
      columns[i] = chooser.of(field.type(), name);
      fields.add(
          new Field(name, columns[i].type(), field.nullable(), ColumnNames.doc(field, name)));
    }
    String keyColumn = contract.key().column();
    this.key =
        keyColumn == null || keyType == null
            ? null
            : add(fields, names.choose(keyColumn), keyType, "the record's key", chooser);
    this.extra =
        extra
            ? add(
                fields,
                EXTRA,
                Scalar.STRING,
                "members that the schema does not declare, as JSON",
                chooser)
            : null;
    fields.addAll(AuditColumns.FIELDS);
    if (contract.table().traceId()) {
      fields.add(AuditColumns.TRACE_ID);
    }
    this.layout =
        new RowLayout(
            contract.name(), contract.table(), new RecordType(record.name(), record.doc(), fields));
    this.partitions = new PartitionGuard(layout, limits);
  }

  /**
   * Chooses the columns.
   *
   * @param extra whether events may have members that the type does not declare
   * @param key the shape of keys, or null where it is not known, so that they are null
   * @param tables asked once, for what the table cannot take
   */
  public static RowMapper compile(
      Contract contract,
      Type message,
      boolean extra,
      @Nullable Type key,
      Tables tables,
      Limits limits) {
    RowMapper wanted = new RowMapper(contract, message, extra, key, Map.of(), limits);
    Map<String, Misfit> misfits = tables.prepare(wanted.layout());
    return misfits.isEmpty()
        ? wanted
        : new RowMapper(contract, message, extra, key, misfits, limits);
  }

  private static Column add(
      List<Field> fields, String name, Type type, String doc, Columns chooser) {
    Column column = chooser.of(type, name);
    fields.add(new Field(name, column.type(), true, doc));
    return column;
  }

  public RowLayout layout() {
    return layout;
  }

  /**
   * Makes the row.
   *
   * @return the row, or null where faults were added
   */
  public @Nullable Row map(
      @Nullable Object message, @Nullable Object keyValue, Audit audit, Faults faults) {
    @Nullable Object[] row = new @Nullable Object[layout.columns().fields().size()];
    for (int i = 0; i < columns.length; i++) {
      Object value = single ? message : part(message, i);
      row[i] = mapped(columns[i], value, Path.child("", source.get(i).name()), faults);
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
