package io.sluice.job.lake.write;

import io.sluice.job.lake.table.DroppedColumns;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.avro.AvroSchemaUtil;
import org.apache.iceberg.avro.InternalReader;
import org.apache.iceberg.shaded.org.apache.avro.io.BinaryDecoder;
import org.apache.iceberg.shaded.org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads rows from other subtasks, with any version of the table's columns. */
final class ShippedRowReader {

  private final Table table;
  private final Schema columns;
  private final Map<Integer, InternalReader<StructLike>> readers = new HashMap<>();
  private @Nullable BinaryDecoder decoder;

  /**
   * @param columns the columns of the returned structs
   */
  ShippedRowReader(Table table, Schema columns) {
    this.table = table;
    this.columns = columns;
  }

  /** Whether the table, as last refreshed, has the schema with which a row was written. */
  boolean knows(ShippedRow row) {
    return table.schemas().containsKey(row.schemaId());
  }

  StructLike read(ShippedRow row) throws IOException {
    decoder = DecoderFactory.get().binaryDecoder(row.columns(), decoder);
    return readers.computeIfAbsent(row.schemaId(), this::reader).read(null, decoder);
  }

  private InternalReader<StructLike> reader(int schemaId) {
    Schema written = table.schemas().get(schemaId);
    if (written == null) {
      throw new IllegalStateException(
          "table " + table.name() + " has no schema " + schemaId + "; was it recreated?");
    }
    if (!DroppedColumns.areNone(columns, written)) {
      throw new IllegalStateException(
          "table "
              + table.name()
              + " lost columns while rows with values for them were in flight; retrying");
    }
    InternalReader<StructLike> reader = InternalReader.create(columns);
    reader.setSchema(AvroSchemaUtil.convert(written, ShippedRow.RECORD));
    return reader;
  }
}
