package io.sluice.job.lake;

import io.sluice.row.Row;
import io.sluice.row.RowLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.ContentFileParser;
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
 * Writes rows of all layouts of one table, in one subtask. Files have all columns that the table
 * had when they were opened, so that rows of several schema versions share them.
 */
final class TableWriter {

  private final Table table;
  private final OpenFiles open;
  private final OutputFileFactory names;
  private final IdentityHashMap<RowLayout, RowView> views = new IdentityHashMap<>();
  private final List<String> closed = new ArrayList<>();
  private Schema schema;
  private PartitionSpec spec;
  private PartitionKey key;
  private long targetSize;

  TableWriter(Table table, OpenFiles open, int subtask, long attempt) {
    this.table = table;
    this.open = open;
    this.names =
        OutputFileFactory.builderFor(table, subtask, attempt)
            .operationId(UUID.randomUUID().toString())
            .format(FileFormat.PARQUET)
            .build();
    this.schema = table.schema();
    this.spec = table.spec();
    this.key = new PartitionKey(spec, schema);
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
    RowView view = views.get(row.layout());
    if (view == null) {
      view = firstOf(row.layout());
    }
    StructLike shown = view.show(row.values());
    key.partition(shown);
    open.write(this, key, shown);
  }

  /** A layout comes after its table was prepared for it, so the table may have new columns. */
  private RowView firstOf(RowLayout layout) throws IOException {
    refresh();
    RowView view = RowView.of(schema.asStruct(), layout.columns());
    views.put(layout, view);
    return view;
  }

  /** Looks at the table again; files that are open go on only with the same columns. */
  void refresh() throws IOException {
    table.refresh();
    targetSize = targetSize(table);
    if (table.schema().schemaId() != schema.schemaId() || table.spec().specId() != spec.specId()) {
      open.close(this);
      views.clear();
      schema = table.schema();
      spec = table.spec();
      key = new PartitionKey(spec, schema);
    }
  }

  long targetSize() {
    return targetSize;
  }

  DataWriter<StructLike> openFile(PartitionKey partition) {
    boolean whole = spec.isUnpartitioned();
    EncryptedOutputFile file = whole ? names.newOutputFile() : names.newOutputFile(spec, partition);
    try {
      return Parquet.writeData(file)
          .schema(schema)
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

  /**
   * Notes a file in the form of {@link ContentFileParser}, with the columns that it was made for.
   */
  void closed(DataFile file) {
    closed.add(ContentFileParser.toJson(file, spec));
  }

  /** The files that were closed since the last call. */
  List<String> takeClosed() {
    List<String> taken = List.copyOf(closed);
    closed.clear();
    return taken;
  }
}
