package io.sluice.job.lake.write;

import io.sluice.job.lake.table.IcebergSchemas;
import io.sluice.row.Row;
import io.sluice.row.RowLayout;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/** Converts rows of all layouts to structs with a table's columns, and finds their partitions. */
final class TableRows {

  private final IdentityHashMap<RowLayout, RowView> views = new IdentityHashMap<>();
  private final Schema schema;
  private final PartitionSpec spec;
  private final PartitionKey key;

  private TableRows(Schema schema, PartitionSpec spec) {
    this.schema = schema;
    this.spec = spec;
    this.key = new PartitionKey(spec, schema);
  }

  /** An instance with the columns and partitions of the table as last refreshed. */
  static TableRows of(Table table) {
    return new TableRows(table.schema(), table.spec());
  }

  /** Whether the table, as last refreshed, still has these columns and partitions. */
  boolean areOf(Table table) {
    return table.schema().schemaId() == schema.schemaId() && table.spec().specId() == spec.specId();
  }

  Schema schema() {
    return schema;
  }

  /** The columns for which the rows so far have values. */
  Schema filled() {
    Set<Integer> filled = new HashSet<>();
    views
        .keySet()
        .forEach(
            layout ->
                TypeUtil.indexNameById(IcebergSchemas.of(layout).asStruct())
                    .values()
                    .forEach(
                        name -> {
                          NestedField column = schema.findField(name);
                          if (column != null && column.type().isPrimitiveType()) {
                            filled.add(column.fieldId());
                          }
                        }));
    return TypeUtil.select(schema, filled);
  }

  PartitionSpec spec() {
    return spec;
  }

  /**
   * Whether a row of this layout was converted before. If not, refresh the table: it was prepared
   * for the layout, perhaps with new columns.
   */
  boolean know(RowLayout layout) {
    return views.containsKey(layout);
  }

  /** The row with the table's columns, valid until the next row. */
  StructLike show(Row row) {
    RowView view = views.get(row.layout());
    if (view == null) {
      view = RowView.of(schema.asStruct(), row.layout().columns());
      views.put(row.layout(), view);
    }
    return view.show(row.values());
  }

  /** The partition of a converted row, valid until the next call. */
  PartitionKey partition(StructLike row) {
    key.partition(row);
    return key;
  }
}
