package io.sluice.job.lake.write;

import io.sluice.job.lake.table.DroppedColumns;
import io.sluice.row.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.avro.AvroSchemaUtil;
import org.apache.iceberg.avro.InternalWriter;
import org.apache.iceberg.shaded.org.apache.avro.io.BinaryEncoder;
import org.apache.iceberg.shaded.org.apache.avro.io.EncoderFactory;

/** Serializes rows of one table for another subtask. */
final class RowShipper {

  private final Table table;
  private final String name;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
  private TableRows rows;
  private InternalWriter<StructLike> writer;

  /**
   * @param name namespace and table, as contracts have it
   */
  RowShipper(Table table, String name) {
    this.table = table;
    this.name = name;
    this.rows = TableRows.of(table);
    this.writer = writer(rows);
  }

  private static InternalWriter<StructLike> writer(TableRows rows) {
    return InternalWriter.create(AvroSchemaUtil.convert(rows.schema(), ShippedRow.RECORD));
  }

  ShippedRow ship(Row row) throws IOException {
    if (!rows.know(row.layout())) {
      refresh();
    }
    StructLike shown = rows.show(row);
    bytes.reset();
    writer.write(shown, encoder);
    encoder.flush();
    return new ShippedRow(
        name,
        rows.schema().schemaId(),
        Objects.hash(name, rows.partition(shown)),
        bytes.toByteArray());
  }

  private void refresh() {
    table.refresh();
    Schema filled = rows.filled();
    if (!DroppedColumns.areNone(table.schema(), filled)) {
      DroppedColumns.restore(table, filled);
    }
    if (!rows.areOf(table)) {
      rows = TableRows.of(table);
      writer = writer(rows);
    }
  }
}
