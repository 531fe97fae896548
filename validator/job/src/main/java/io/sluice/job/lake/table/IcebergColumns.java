package io.sluice.job.lake.table;

import io.sluice.row.TableColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.MapType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/** Reads the purpose of the columns of an Iceberg table. */
final class IcebergColumns {

  private final TableColumns.Builder columns;

  private IcebergColumns(TableColumns.Builder columns) {
    this.columns = columns;
  }

  /**
   * The purpose of the columns of a table, including dropped ones, which files may still have.
   *
   * @throws IllegalArgumentException if the table's property cannot be read
   */
  static TableColumns of(Table table) {
    boolean isOurs = table.properties().containsKey(Lake.CONTRACT);
    TableColumns.Builder columns =
        new TableColumns.Builder(table.properties().get(TableColumns.PROPERTY), isOurs);
    IcebergColumns reader = new IcebergColumns(columns);
    reader.struct("", "", table.schema().asStruct());
    List<Schema> history = new ArrayList<>(table.schemas().values());
    history.sort((one, other) -> Integer.compare(other.schemaId(), one.schemaId()));
    history.forEach(schema -> reader.struct("", "", schema.asStruct()));
    for (PartitionSpec spec : table.specs().values()) {
      spec.fields().forEach(field -> columns.reserve(field.name()));
    }
    return columns.build();
  }

  /** The paths of all columns, at all depths. */
  static Set<String> paths(Schema schema) {
    return new HashSet<>(TypeUtil.indexNameById(schema.asStruct()).values());
  }

  private void struct(String path, String field, StructType struct) {
    for (NestedField column : struct.fields()) {
      String name = column.name();
      String its = columns.column(path, field, name, isText(column.type()), column.doc());
      inside(path.isEmpty() ? name : path + "." + name, its, column.type());
    }
  }

  private void inside(String path, String field, Type type) {
    if (type instanceof StructType struct) {
      struct(path, field, struct);
    } else if (type instanceof ListType list) {
      part(path + ".element", field + "[*]", list.elementType());
    } else if (type instanceof MapType map) {
      part(path + ".value", field + "[*]", map.valueType());
    }
  }

  private void part(String path, String field, Type type) {
    columns.part(path, field, isText(type));
    inside(path, field, type);
  }

  private static boolean isText(Type type) {
    return type.typeId() == Type.TypeID.STRING;
  }
}
