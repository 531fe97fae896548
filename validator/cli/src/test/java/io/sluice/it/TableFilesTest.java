package io.sluice.it;

import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.LakeReader;
import io.sluice.audit.lake.TableFiles;
import io.sluice.audit.report.Finding;
import io.sluice.audit.report.Findings;
import io.sluice.failure.OutageException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is gone was lost, unless the table does not need it any more. */
class TableFilesTest {

  private static final Schema COLUMNS = new Schema(required(1, "id", Types.LongType.get()));
  private static final TableIdentifier NAME = TableIdentifier.of("shop", "orders");

  private final Findings findings = new Findings();

  @Test
  void aLostFileIsAFinding(@TempDir Path folder) throws IOException {
    Table table = table(folder);
    DataFile first = append(table, 1);
    DataFile second = append(table, 2);
    TableFiles files = new TableFiles("shop.orders", table, findings);
    Files.delete(path(first));
    append(table, 3);
    int whole = 0;
    for (TableFiles.File file : files.plan(Expressions.alwaysTrue())) {
      whole += read(files, file) == null ? 0 : 1;
    }
    assertThat(whole).isEqualTo(1);
    assertThat(second.recordCount()).isEqualTo(1);
    assertThat(findings.all())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.kind()).isEqualTo(Finding.Kind.MISSING_FILE);
              assertThat(one.message()).contains(first.location());
            });
  }

  @Test
  void aFileThatWasRewrittenMeanwhileIsNone(@TempDir Path folder) throws IOException {
    Table table = table(folder);
    DataFile old = append(table, 1);
    TableFiles files = new TableFiles("shop.orders", table, findings);
    TableFiles.File planned = files.plan(Expressions.alwaysTrue()).get(0);
    Table upkeep = catalog(folder).loadTable(NAME);
    upkeep.newRewrite().deleteFile(old).addFile(write(upkeep, 1)).commit();
    append(upkeep, 2);
    upkeep.expireSnapshots().expireOlderThan(System.currentTimeMillis() + 1).commit();
    assertThat(path(old)).doesNotExist();
    assertThatThrownBy(() -> read(files, planned))
        .isInstanceOf(OutageException.class)
        .hasMessageContaining("run the audit again");
    assertThat(findings.all()).isEmpty();
  }

  @Test
  void aDamagedMetadataFileIsAFinding(@TempDir Path folder) throws Exception {
    append(table(folder), 1);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(one -> one.toString().endsWith(".metadata.json")).toList()) {
        Files.writeString(file, Files.readString(file).substring(0, 200));
        Files.deleteIfExists(
            Objects.requireNonNull(file.getParent()).resolve("." + file.getFileName() + ".crc"));
      }
    }
    Map<String, String> properties =
        Map.of("type", "hadoop", "warehouse", folder.toUri().toString());
    try (LakeReader lake = new LakeReader(properties, findings)) {
      assertThat(lake.open("shop.orders").state()).isEqualTo(AuditedTable.State.DAMAGED);
    }
    assertThat(findings.all()).extracting(Finding::kind).containsExactly(Finding.Kind.MISSING_FILE);
  }

  private static Consumer<Record> read(TableFiles files, TableFiles.File file) {
    return files.readRecords(file, COLUMNS, Expressions.alwaysTrue(), () -> row -> {});
  }

  private static Path path(DataFile file) {
    return Path.of(URI.create(file.location().replaceFirst("^file:/+", "file:///")));
  }

  private static HadoopCatalog catalog(Path folder) {
    return new HadoopCatalog(new Configuration(), folder.toUri().toString());
  }

  private static Table table(Path folder) {
    return catalog(folder).createTable(NAME, COLUMNS);
  }

  private static DataFile append(Table table, long id) throws IOException {
    DataFile file = write(table, id);
    table.newAppend().appendFile(file).commit();
    return file;
  }

  private static DataFile write(Table table, long id) throws IOException {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(location))
            .schema(COLUMNS)
            .withSpec(table.spec())
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer) {
      Record row = GenericRecord.create(COLUMNS);
      row.setField("id", id);
      writer.write(row);
    }
    return writer.toDataFile();
  }
}
