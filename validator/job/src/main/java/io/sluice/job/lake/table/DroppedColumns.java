package io.sluice.job.lake.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.MapType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores columns that another engine dropped while rows with values for them were written. They
 * keep their IDs, so the values in existing files stay visible.
 *
 * @see <a href="https://iceberg.apache.org/spec/#column-projection">Columns are found by id</a>
 */
public final class DroppedColumns {

  private static final Logger LOG = LoggerFactory.getLogger(DroppedColumns.class);
  private static final int ATTEMPTS = 10;

  private DroppedColumns() {}

  /** Whether a table has all columns with which rows were written, at all depths. */
  public static boolean areNone(Schema current, Schema written) {
    for (NestedField field : written.columns()) {
      if (isGone(current, field)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isGone(Schema current, NestedField field) {
    NestedField now = current.findField(field.fieldId());
    if (now == null || isNarrower(now.type(), field.type())) {
      return true;
    }
    return field.type().isNestedType()
        && field.type().asNestedType().fields().stream().anyMatch(part -> isGone(current, part));
  }

  /** Whether a column was widened and then restored in its earlier form. */
  private static boolean isNarrower(Type current, Type written) {
    return current.isPrimitiveType()
        && written.isPrimitiveType()
        && !current.equals(written)
        && TypeUtil.isPromotionAllowed(current, written.asPrimitiveType());
  }

  /**
   * The columns in a file that have values, according to its metrics.
   *
   * @param schema that the file was written with
   */
  public static Schema filled(Schema schema, DataFile file) {
    Map<Integer, Long> values = file.valueCounts();
    Map<Integer, Long> nulls = file.nullValueCounts();
    if (values == null || nulls == null) {
      return schema;
    }
    Set<Integer> filled = new HashSet<>();
    TypeUtil.indexById(schema.asStruct())
        .forEach(
            (id, field) -> {
              Long count = values.get(id);
              boolean isEmpty = count != null && count.equals(nulls.get(id));
              if (field.type().isPrimitiveType() && !isEmpty) {
                filled.add(id);
              }
            });
    return TypeUtil.select(schema, filled);
  }

  /**
   * Restores missing columns of a table, and refreshes it.
   *
   * @param written the columns of the rows to store
   */
  public static void restore(Table table, Schema written) {
    TableOperations operations = ((HasTableOperations) table).operations();
    for (int attempt = 1; ; attempt++) {
      TableMetadata base = operations.refresh();
      if (areNone(base.schema(), written)) {
        break;
      }
      List<String> restored = new ArrayList<>();
      StructType columns = merged("", base.schema().asStruct(), written.asStruct(), restored);
      try {
        operations.commit(
            base,
            base.updateSchema(new Schema(columns.fields(), base.schema().identifierFieldIds())));
        LOG.warn(
            "table {}: another engine dropped columns that records still use: {}. Sluice"
                + " restored them with their values. To drop a column for good, first remove its"
                + " field from the schema.",
            table.name(),
            String.join(", ", restored));
        break;
      } catch (CommitFailedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
    table.refresh();
  }

  private static StructType merged(
      String parent, StructType current, StructType written, List<String> restored) {
    List<NestedField> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (NestedField field : current.fields()) {
      NestedField old = written.field(field.fieldId());
      Type type =
          old == null
              ? field.type()
              : merged(parent + field.name() + ".", field.type(), old.type(), restored);
      fields.add(NestedField.from(field).ofType(type).build());
      names.add(field.name());
    }
    for (NestedField old : written.fields()) {
      if (current.field(old.fieldId()) == null) {
        // another column can have the name by now
        String name = names.contains(old.name()) ? old.name() + "_" + old.fieldId() : old.name();
        fields.add(NestedField.from(old).withName(name).asOptional().build());
        restored.add(parent + name);
      }
    }
    return StructType.of(fields);
  }

  private static Type merged(String path, Type current, Type written, List<String> restored) {
    if (current.isStructType() && written.isStructType()) {
      return merged(path, current.asStructType(), written.asStructType(), restored);
    }
    if (current.isListType() && written.isListType()) {
      ListType list = current.asListType();
      Type element =
          merged(
              path + "element.", list.elementType(), written.asListType().elementType(), restored);
      return list.isElementOptional()
          ? ListType.ofOptional(list.elementId(), element)
          : ListType.ofRequired(list.elementId(), element);
    }
    if (current.isMapType() && written.isMapType()) {
      MapType map = current.asMapType();
      Type value =
          merged(path + "value.", map.valueType(), written.asMapType().valueType(), restored);
      return map.isValueOptional()
          ? MapType.ofOptional(map.keyId(), map.valueId(), map.keyType(), value)
          : MapType.ofRequired(map.keyId(), map.valueId(), map.keyType(), value);
    }
    return isNarrower(current, written) ? written : current;
  }

  /**
   * Restores dropped columns that rows need again, so that one field never has two columns. Files
   * written before the drop might not be committed yet.
   *
   * @param wanted the columns of the rows
   * @param mayWiden whether columns may be widened to fit
   */
  static void revive(Table table, Schema wanted, boolean mayWiden) {
    List<Schema> history = new ArrayList<>(table.schemas().values());
    history.sort((one, other) -> Integer.compare(other.schemaId(), one.schemaId()));
    for (Schema old : history) {
      StructType dropped =
          dropped(old.asStruct(), table.schema().asStruct(), wanted.asStruct(), mayWiden);
      if (!dropped.fields().isEmpty()) {
        restore(table, new Schema(dropped.fields()));
      }
    }
  }

  /** The missing fields of an old struct that are needed again, with their parents. */
  private static StructType dropped(
      StructType old, StructType current, StructType wanted, boolean mayWiden) {
    List<NestedField> fields = new ArrayList<>();
    for (NestedField field : wanted.fields()) {
      NestedField known = old.field(field.name());
      if (known == null) {
        continue;
      }
      NestedField now = current.field(field.name());
      if (now == null) {
        if (current.field(known.fieldId()) == null && holds(known.type(), field.type(), mayWiden)) {
          fields.add(known);
        }
      } else if (now.fieldId() == known.fieldId()) {
        Type part = dropped(known.type(), now.type(), field.type(), mayWiden);
        if (part != null) {
          fields.add(NestedField.from(known).ofType(part).build());
        }
      }
    }
    return StructType.of(fields);
  }

  private static @Nullable Type dropped(Type old, Type current, Type wanted, boolean mayWiden) {
    if (old.isStructType() && current.isStructType() && wanted.isStructType()) {
      StructType fields =
          dropped(old.asStructType(), current.asStructType(), wanted.asStructType(), mayWiden);
      return fields.fields().isEmpty() ? null : fields;
    }
    if (old.isListType() && current.isListType() && wanted.isListType()) {
      Type element =
          dropped(
              old.asListType().elementType(),
              current.asListType().elementType(),
              wanted.asListType().elementType(),
              mayWiden);
      return element == null ? null : ListType.ofOptional(old.asListType().elementId(), element);
    }
    if (old.isMapType() && current.isMapType() && wanted.isMapType()) {
      MapType map = old.asMapType();
      Type value =
          dropped(
              map.valueType(),
              current.asMapType().valueType(),
              wanted.asMapType().valueType(),
              mayWiden);
      return value == null
          ? null
          : MapType.ofOptional(map.keyId(), map.valueId(), map.keyType(), value);
    }
    return null;
  }

  /** Whether a column can store values of a type, perhaps after it is widened. */
  private static boolean holds(Type column, Type values, boolean mayWiden) {
    if (!column.isPrimitiveType() || !values.isPrimitiveType()) {
      return column.typeId() == values.typeId();
    }
    return TypeUtil.isPromotionAllowed(values, column.asPrimitiveType())
        || (mayWiden && TypeUtil.isPromotionAllowed(column, values.asPrimitiveType()));
  }
}
