package io.sluice.row;

import io.sluice.contract.Contract;
import io.sluice.fault.Faults;
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
import java.util.Locale;
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
  private final Column[] columns;
  private final boolean extra;
  private final boolean single;

  private RowMapper(
      RowLayout layout, List<Field> source, Column[] columns, boolean extra, boolean single) {
    this.layout = layout;
    this.source = source;
    this.columns = columns;
    this.extra = extra;
    this.single = single;
  }

  /**
   * Chooses the columns.
   *
   * @param extra whether events may have members that the type does not declare
   */
  public static RowMapper compile(Contract contract, Type message, boolean extra) {
    boolean single = !(message instanceof RecordType);
    RecordType record =
        message instanceof RecordType known
            ? known
            : new RecordType("", null, List.of(new Field(VALUE, message, true, null)));
    List<Field> fields = new ArrayList<>();
    Column[] columns = new Column[record.fields().size()];
    Set<String> names = new HashSet<>();
    Columns chooser = new Columns();
    for (int i = 0; i < columns.length; i++) {
      Field field = record.fields().get(i);
      columns[i] = chooser.of(field.type());
      fields.add(
          new Field(
              freeName(field.name(), names), columns[i].type(), field.nullable(), field.doc()));
    }
    if (extra) {
      fields.add(
          new Field(
              EXTRA, Scalar.STRING, true, "members that the schema does not declare, as JSON"));
    }
    fields.addAll(AuditColumns.FIELDS);
    RowLayout layout =
        new RowLayout(
            contract.name(),
            contract.table().name(),
            new RecordType(record.name(), record.doc(), fields),
            contract.table().partitionBy());
    return new RowMapper(layout, record.fields(), columns, extra, single);
  }

  /** A name that clashes, in any case of letters, gets an underscore at its end. */
  private static String freeName(String wanted, Set<String> names) {
    String name = wanted;
    while (AuditColumns.taken(name)
        || name.equals(EXTRA)
        || !names.add(name.toLowerCase(Locale.ROOT))) {
      name += "_";
    }
    return name;
  }

  public RowLayout layout() {
    return layout;
  }

  /**
   * Makes the row.
   *
   * @return the row, or null where faults were added
   */
  public @Nullable Row map(@Nullable Object message, Audit audit, Faults faults) {
    @Nullable Object[] row = new @Nullable Object[layout.columns().fields().size()];
    int before = faults.total();
    for (int i = 0; i < columns.length; i++) {
      Object value = single ? message : part(message, i);
      try {
        row[i] = columns[i].map(value == Absent.VALUE ? null : value);
      } catch (Unstorable e) {
        faults.add(e.code(), source.get(i).name(), e.problem());
      }
    }
    int at = columns.length;
    if (extra) {
      row[at++] = undeclared(message);
    }
    audit.write(row, at);
    return faults.total() == before ? new Row(layout, row) : null;
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
      String name = object.nameAt(i);
      if (source.stream().noneMatch(field -> field.name().equals(name))) {
        rest.put(name, object.valueAt(i));
      }
    }
    return rest.size() == 0 ? null : JsonText.of(rest);
  }
}
