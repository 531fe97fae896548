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

/** Reads rows that other subtasks sent, whatever version of the table's columns they have. */
final class ShippedRowReader {

  private final Table table;
  private final Schema columns;
  private final Map<Integer, InternalReader<StructLike>> readers = new HashMap<>();
  private @Nullable BinaryDecoder decoder;

  /**
   * @param columns of the structs to give
   */
  ShippedRowReader(Table table, Schema columns) {
    this.table = table;
    this.columns = columns;
  }

  /** Whether the table, as it was last read, has the schema that a row was written with. */
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
              + " lost columns while rows for them were on their way; trying again");
    }
    InternalReader<StructLike> reader = InternalReader.create(columns);
    reader.setSchema(AvroSchemaUtil.convert(written, ShippedRow.RECORD));
    return reader;
  }
}
