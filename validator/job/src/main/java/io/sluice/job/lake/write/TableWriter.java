package io.sluice.job.lake.write;

import io.sluice.job.lake.table.DroppedColumns;
import io.sluice.row.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/**
 * Writes rows of all layouts of one table, in one subtask. A file has all columns that the table
 * had when it was opened, so rows of several schema versions share files.
 */
final class TableWriter {

  private final Table table;
  private final OpenFiles open;
  private final OutputFileFactory names;
  private final List<String> closed = new ArrayList<>();
  private TableRows rows;
  private ShippedRowReader shipped;
  private long targetSize;

  TableWriter(Table table, OpenFiles open, int subtask, long attempt) {
    this.table = table;
    this.open = open;
    this.names =
        OutputFileFactory.builderFor(table, subtask, attempt)
            .operationId(UUID.randomUUID().toString())
            .format(FileFormat.PARQUET)
            .build();
    this.rows = TableRows.of(table);
    this.shipped = new ShippedRowReader(table, rows.schema());
    this.targetSize = targetSize(table);
  }

  private static long targetSize(Table table) {
    return Long.parseLong(
        table
            .properties()
            .getOrDefault(
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                "" + TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT));
  }

  void write(Row row) throws IOException {
    if (!rows.know(row.layout())) {
      refresh();
    }
    write(rows.show(row));
  }

  /** Writes a row from another subtask. */
  void write(ShippedRow row) throws IOException {
    if (!shipped.knows(row)) {
      refresh();
    }
    write(shipped.read(row));
  }

  private void write(StructLike row) throws IOException {
    open.write(this, rows.partition(row), row);
  }

  /**
   * Refreshes the table. Open files stay open only if the columns are the same. Columns that were
   * dropped in the meantime are restored, because rows have values for them.
   */
  void refresh() throws IOException {
    table.refresh();
    Schema filled = rows.filled();
    if (!DroppedColumns.areNone(table.schema(), filled)) {
      DroppedColumns.restore(table, filled);
    }
    targetSize = targetSize(table);
    if (!rows.areOf(table)) {
      open.close(this);
      rows = TableRows.of(table);
      shipped = new ShippedRowReader(table, rows.schema());
    }
  }

  long targetSize() {
    return targetSize;
  }

  DataWriter<StructLike> openFile(PartitionKey partition) {
    PartitionSpec spec = rows.spec();
    boolean whole = spec.isUnpartitioned();
    EncryptedOutputFile file = whole ? names.newOutputFile() : names.newOutputFile(spec, partition);
    try {
      return Parquet.writeData(file)
          .schema(rows.schema())
          .withSpec(spec)
          .withPartition(whole ? null : partition)
          .setAll(table.properties())
          .metricsConfig(MetricsConfig.forTable(table))
          .withKeyMetadata(file.keyMetadata())
          .createWriterFunc((columns, type) -> InternalWriter.createWriter(columns, type))
          .overwrite()
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a data file of table " + table.name(), e);
    }
  }

  /** Adds a closed file, with its columns. */
  void closed(DataFile file) {
    closed.add(WrittenFile.json(file, rows.spec(), rows.schema()));
  }

  /** The files closed since the last call. */
  List<String> takeClosed() {
    List<String> taken = List.copyOf(closed);
    closed.clear();
    return taken;
  }
}
