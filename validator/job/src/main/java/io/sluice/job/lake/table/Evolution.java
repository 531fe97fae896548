package io.sluice.job.lake.table;

import io.sluice.contract.Contract;
import io.sluice.failure.SetUpException;
import io.sluice.fault.Code;
import io.sluice.row.Misfit;
import io.sluice.row.RowLayout;
import io.sluice.row.TableColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts the columns of a table to a layout: adds and widens columns as the contract allows, and
 * lists values that cannot be stored. It never drops, renames, or narrows a column, and makes all
 * changes in one commit. It restores a dropped column instead of adding it again.
 *
 * @see <a href="https://iceberg.apache.org/spec/#schema-evolution">Schema evolution</a>
 */
final class Evolution {

  private static final Logger LOG = LoggerFactory.getLogger(Evolution.class);

  private final Table table;
  private final RowLayout layout;
  private final Contract.Evolution allowed;
  private final UpdateSchema update;
  private final Map<String, Misfit> misfits = new HashMap<>();

  /** What changes, one phrase per column. */
  private final List<String> changes = new ArrayList<>();

  private Evolution(
      Table table, RowLayout layout, UpdateSchema update, Contract.Evolution allowed) {
    this.table = table;
    this.layout = layout;
    this.update = update;
    this.allowed = allowed;
  }

  /**
   * Changes the table and refreshes it, if necessary. The same transaction records the purpose of
   * each column.
   *
   * @param columns the columns from which the layout was chosen
   * @return the reasons why values cannot be stored, by column path
   * @throws CommitFailedException if the columns have changed since
   */
  static Map<String, Misfit> apply(Table table, RowLayout layout, TableColumns columns) {
    try {
      return applyOrLeave(table, layout, columns);
    } catch (GuardedOperations.Refused e) {
      throw e.getCause() instanceof CommitFailedException stale ? stale : e;
    }
  }

  private static Map<String, Misfit> applyOrLeave(
      Table table, RowLayout layout, TableColumns columns) {
    String recorded = table.properties().get(TableColumns.PROPERTY);
    try {
      return apply(table, layout, columns, recorded, layout.target().evolution());
    } catch (IllegalArgumentException | ValidationException e) {
      LOG.warn(
          "table {} rejected new columns from contract {}: {}. They are treated as missing.",
          layout.table(),
          layout.contract(),
          e.getMessage());
      return apply(table, layout, columns, recorded, Contract.Evolution.NONE);
    }
  }

  private static Map<String, Misfit> apply(
      Table table,
      RowLayout layout,
      TableColumns columns,
      @Nullable String recorded,
      Contract.Evolution allowed) {
    int schema = table.schema().schemaId();
    if (allowed != Contract.Evolution.NONE) {
      DroppedColumns.revive(table, IcebergSchemas.of(layout), allowed == Contract.Evolution.WIDEN);
      if (table.schema().schemaId() != schema) {
        throw new CommitFailedException("dropped columns of the table were restored");
      }
    }
    Transaction transaction =
        GuardedOperations.begin(table, base -> requireSame(base, schema, recorded));
    UpdateSchema update = transaction.updateSchema();
    Evolution evolution = new Evolution(table, layout, update, allowed);
    evolution.relax();
    evolution.fields(null, table.schema().asStruct(), IcebergSchemas.of(layout).asStruct());
    Schema changed = !evolution.changes.isEmpty() ? update.apply() : table.schema();
    Set<String> fitting = IcebergColumns.paths(changed);
    fitting.removeAll(evolution.misfits.keySet());
    String property = columns.property(layout, fitting);
    boolean isNew = !property.equals(recorded);
    if (!evolution.changes.isEmpty() || isNew) {
      update.commit();
      transaction.updateProperties().set(TableColumns.PROPERTY, property).commit();
      transaction.commitTransaction();
      table.refresh();
      evolution.log();
    }
    return evolution.misfits;
  }

  private static void requireSame(TableMetadata base, int schema, @Nullable String recorded) {
    if (base.currentSchemaId() != schema
        || !Objects.equals(base.property(TableColumns.PROPERTY, null), recorded)) {
      throw new GuardedOperations.Refused(
          new CommitFailedException("another writer changed the columns of the table"));
    }
  }

  private void log() {
    if (!changes.isEmpty()) {
      LOG.info(
          "table {} was updated for the schema of contract {}: {}",
          layout.table(),
          layout.contract(),
          String.join(", ", changes));
    }
  }

  /** Makes required columns optional if events may lack their values. */
  private void relax() {
    for (NestedField column : table.schema().columns()) {
      int position = layout.columns().position(column.name());
      boolean mayBeNull = position < 0 || layout.columns().fields().get(position).nullable();
      if (column.isOptional() || !mayBeNull) {
        continue;
      }
      if (allowed == Contract.Evolution.NONE) {
        throw new SetUpException(
            "table "
                + layout.table()
                + " requires column '"
                + column.name()
                + "', but it can be null or missing in events of contract "
                + layout.contract()
                + ". Set evolution to add, or make the column optional.");
      }
      update.makeColumnOptional(column.name());
      changes.add("column '" + column.name() + "' is now optional");
    }
  }

  private void fields(@Nullable String parent, StructType existing, StructType wanted) {
    for (NestedField field : wanted.fields()) {
      String path = parent == null ? field.name() : parent + "." + field.name();
      NestedField known = existing.field(field.name());
      if (known != null) {
        type(path, known.type(), field.type());
        continue;
      }
      NestedField similar = existing.caseInsensitiveField(field.name());
      if (similar != null) {
        misfits.put(
            path,
            new Misfit(
                Code.NO_COLUMN,
                "the table has column '"
                    + similar.name()
                    + "', which differs from '"
                    + field.name()
                    + "' only in case"));
      } else if (isTaken(path)) {
        misfits.put(
            path, new Misfit(Code.NO_COLUMN, "the table uses that name for something else"));
      } else if (allowed == Contract.Evolution.NONE) {
        misfits.put(
            path,
            new Misfit(
                Code.NO_COLUMN,
                "the table has no column for it, and the contract sets evolution to none"));
      } else {
        update.addColumn(parent, field.name(), field.type(), field.doc());
        changes.add("added column '" + path + "' (" + name(field.type()) + ")");
      }
    }
  }

  /**
   * Whether the name is taken. Partition fields have names too, and so do parts of maps and lists,
   * in a shortened form.
   */
  private boolean isTaken(String path) {
    return table.schema().findField(path) != null
        || table.specs().values().stream()
            .flatMap(spec -> spec.fields().stream())
            .anyMatch(field -> field.name().equals(path));
  }

  private void type(String path, Type existing, Type wanted) {
    if (existing.isStructType() && wanted.isStructType()) {
      fields(path, existing.asStructType(), wanted.asStructType());
    } else if (existing.isListType() && wanted.isListType()) {
      type(
          path + ".element",
          existing.asListType().elementType(),
          wanted.asListType().elementType());
    } else if (existing.isMapType() && wanted.isMapType()) {
      type(path + ".value", existing.asMapType().valueType(), wanted.asMapType().valueType());
    } else if (!existing.isPrimitiveType() || !wanted.isPrimitiveType()) {
      misfit(path, existing, wanted, "");
    } else if (!TypeUtil.isPromotionAllowed(wanted, existing.asPrimitiveType())) {
      // otherwise the column can store every value of the narrower type
      widen(path, existing, wanted);
    }
  }

  private void widen(String path, Type existing, Type wanted) {
    if (!TypeUtil.isPromotionAllowed(existing, wanted.asPrimitiveType())) {
      misfit(path, existing, wanted, "");
    } else if (allowed != Contract.Evolution.WIDEN) {
      misfit(path, existing, wanted, "; evolution: widen would allow it");
    } else {
      update.updateColumn(path, wanted.asPrimitiveType());
      changes.add("widened column '" + path + "' from " + existing + " to " + wanted);
    }
  }

  private void misfit(String path, Type existing, Type wanted, String hint) {
    TableColumns.Owner owner = layout.owners().get(path);
    boolean isOfAnyType = owner != null && owner.encoding() == TableColumns.Encoding.JSON;
    misfits.put(
        path,
        new Misfit(
            Code.INCOMPATIBLE_TYPE,
            (isOfAnyType ? "can have several types" : "is " + name(wanted))
                + " in this schema, but the table's column is "
                + name(existing)
                + hint));
  }

  private static String name(Type type) {
    return type.typeId().name().toLowerCase(Locale.ROOT);
  }
}
