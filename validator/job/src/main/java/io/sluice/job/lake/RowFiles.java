package io.sluice.job.lake;

import io.sluice.row.Row;
import io.sluice.row.RowLayout;
import io.sluice.type.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FanoutDataWriter;
import org.apache.iceberg.io.FileWriterFactory;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.RollingDataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** Writes rows of one layout into data files of its table, between two checkpoints. */
final class RowFiles {

  /** Where the rows go: one file after the other, or one per partition of the table. */
  private interface Target {
    void write(StructLike row);

    List<DataFile> close() throws IOException;
  }

  private final RowView view;
  private final Target target;

  /**
   * Opens a writer.
   *
   * @param table as {@link Lake#forLayout} gave it for the layout
   */
  RowFiles(Table table, RowLayout layout, int subtask, long attempt) {
    PartitionSpec spec = table.spec();
    Schema schema = schema(table, layout.columns(), spec);
    this.view = RowView.of(schema.asStruct(), positions(schema, layout.columns()));
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, subtask, attempt)
            .defaultSpec(spec)
            .operationId(UUID.randomUUID().toString())
            .format(FileFormat.PARQUET)
            .build();
    long targetSize =
        Long.parseLong(
            table
                .properties()
                .getOrDefault(
                    TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                    "" + TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT));
    FileWriterFactory<StructLike> writers = new Writers(table, schema);
    this.target =
        spec.isUnpartitioned()
            ? new Unpartitioned(
                new RollingDataWriter<>(writers, files, table.io(), targetSize, spec, null))
            : new Partitioned(
                new FanoutDataWriter<>(writers, files, table.io(), targetSize), spec, schema);
  }

  /** The table's columns that the layout has or the partitioning needs, with the table's ids. */
  private static Schema schema(Table table, RecordType columns, PartitionSpec spec) {
    Set<Integer> sources = new LinkedHashSet<>();
    for (PartitionField field : spec.fields()) {
      sources.add(field.sourceId());
    }
    List<NestedField> chosen = new ArrayList<>();
    for (NestedField column : table.schema().columns()) {
      if (columns.position(column.name()) >= 0 || sources.contains(column.fieldId())) {
        chosen.add(column);
      }
    }
    return new Schema(chosen);
  }

  private static int[] positions(Schema schema, RecordType columns) {
    return schema.columns().stream().mapToInt(column -> columns.position(column.name())).toArray();
  }

  void write(Row row) {
    target.write(view.show(row.values()));
  }

  /** Closes the files and gives what is in them. */
  List<DataFile> close() throws IOException {
    return target.close();
  }

  private record Unpartitioned(RollingDataWriter<StructLike> writer) implements Target {
    @Override
    public void write(StructLike row) {
      writer.write(row);
    }

    @Override
    public List<DataFile> close() throws IOException {
      writer.close();
      return writer.result().dataFiles();
    }
  }

  private static final class Partitioned implements Target {

    private final FanoutDataWriter<StructLike> writer;
    private final PartitionSpec spec;
    private final PartitionKey key;

    Partitioned(FanoutDataWriter<StructLike> writer, PartitionSpec spec, Schema schema) {
      this.writer = writer;
      this.spec = spec;
      this.key = new PartitionKey(spec, schema);
    }

    @Override
    public void write(StructLike row) {
      key.partition(row);
      writer.write(row, spec, key);
    }

    @Override
    public List<DataFile> close() throws IOException {
      writer.close();
      return writer.result().dataFiles();
    }
  }

  /** Parquet writers that take values in Iceberg's internal form. */
  private record Writers(Table table, Schema schema) implements FileWriterFactory<StructLike> {

    @Override
    public DataWriter<StructLike> newDataWriter(
        EncryptedOutputFile file, PartitionSpec spec, @Nullable StructLike partition) {
      try {
        return Parquet.writeData(file)
            .schema(schema)
            .withSpec(spec)
            .withPartition(partition)
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

    @Override
    public EqualityDeleteWriter<StructLike> newEqualityDeleteWriter(
        EncryptedOutputFile file, PartitionSpec spec, StructLike partition) {
      throw new IllegalStateException("rows are only appended");
    }

    @Override
    public PositionDeleteWriter<StructLike> newPositionDeleteWriter(
        EncryptedOutputFile file, PartitionSpec spec, StructLike partition) {
      throw new IllegalStateException("rows are only appended");
    }
  }
}
