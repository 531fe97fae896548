package io.sluice.job.lake.ledger;

import io.sluice.contract.Contract;
import io.sluice.failure.ConflictException;
import io.sluice.job.lake.table.Lake;
import io.sluice.pipeline.JobPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's own two tables: the ledger, which counts the records of each source partition and
 * checkpoint by outcome, and the contracts behind the rules versions. The ledger has marks like
 * every table, so every record is counted once.
 */
public final class Ledger {

  /** A column that a ledger of an earlier version lacks. */
  private static final String JUDGED_AGAIN = "judged_again";

  private static final String COUNTED_AT = "counted_at";

  private static final Schema ENTRIES =
      new Schema(
          column(1, "topic", Types.StringType.get(), "source topic"),
          column(2, "topic_id", Types.StringType.get(), "Kafka topic ID"),
          column(3, "partition", Types.IntegerType.get(), "source partition"),
          column(4, "checkpoint", Types.LongType.get(), "Flink's checkpoint number"),
          column(5, "from_offset", Types.LongType.get(), "first offset counted"),
          column(6, "to_offset", Types.LongType.get(), "end of the counted offsets (exclusive)"),
          column(7, "clean", Types.LongType.get(), "records stored without findings"),
          column(8, "warned", Types.LongType.get(), "records stored with findings"),
          column(9, "dead", Types.LongType.get(), "records sent to the dead-letter topic"),
          column(10, "dropped_tombstone", Types.LongType.get(), "dropped records without a value"),
          column(
              11,
              "dropped_unmatched",
              Types.LongType.get(),
              "dropped records that do not match any contract"),
          NestedField.optional("held_before")
              .withId(12)
              .ofType(Types.LongType.get())
              .withDoc("offset of the next record, if the partition was held")
              .build(),
          NestedField.optional("first_timestamp")
              .withId(13)
              .ofType(Types.TimestampType.withZone())
              .withDoc("lowest Kafka timestamp")
              .build(),
          NestedField.optional("last_timestamp")
              .withId(14)
              .ofType(Types.TimestampType.withZone())
              .withDoc("highest Kafka timestamp")
              .build(),
          column(
              15,
              "rules_versions",
              Types.ListType.ofRequired(16, Types.StringType.get()),
              "rules versions used to judge the records"),
          NestedField.optional(JUDGED_AGAIN)
              .withId(17)
              .ofType(Types.LongType.get())
              .withDoc("records in this entry that may also be counted in an earlier one")
              .build(),
          NestedField.optional(COUNTED_AT)
              .withId(18)
              .ofType(Types.TimestampType.withZone())
              .withDoc("time when the entry was written")
              .build());

  private static final Schema CONTRACTS =
      new Schema(
          column(1, "rules_version", Types.StringType.get(), "fingerprint of the contract"),
          column(2, "contract", Types.StringType.get(), "name of the contract"),
          column(3, "file", Types.StringType.get(), "file that the contract was read from"),
          column(4, "text", Types.StringType.get(), "text of the file"),
          NestedField.optional("commit")
              .withId(5)
              .ofType(Types.StringType.get())
              .withDoc("Git commit that contains the file, if known")
              .build(),
          column(
              6,
              "first_used_at",
              Types.TimestampType.withZone(),
              "start time of the first job that used this version"));

  private Ledger() {}

  private static NestedField column(
      int id, String name, org.apache.iceberg.types.Type type, String doc) {
    return NestedField.required(name).withId(id).ofType(type).withDoc(doc).build();
  }

  /**
   * Creates missing tables, and stores new contracts.
   *
   * @throws ConflictException if the tables belong to another pipeline
   */
  public static void prepare(Lake lake, JobPlan plan, List<Contract> contracts) {
    Table entries = lake.findOrCreate(plan.lake().ledger(), ENTRIES, plan.pipeline());
    requireOwn(entries, plan);
    if (entries.schema().findField(COUNTED_AT) == null) {
      entries.updateSchema().unionByNameWith(ENTRIES).commit();
    }
    Table table = lake.findOrCreate(plan.lake().ledgerOfContracts(), CONTRACTS, plan.pipeline());
    requireOwn(table, plan);
    Set<String> known = versions(table);
    List<Record> added = new ArrayList<>();
    for (Contract contract : contracts) {
      if (known.add(contract.rulesVersion())) {
        Record row = GenericRecord.create(CONTRACTS);
        row.setField("rules_version", contract.rulesVersion());
        row.setField("contract", contract.name());
        row.setField("file", contract.file());
        row.setField("text", contract.wholeText());
        row.setField("commit", plan.commitOf(contract));
        row.setField("first_used_at", OffsetDateTime.now(ZoneOffset.UTC));
        added.add(row);
      }
    }
    if (!added.isEmpty()) {
      table.newAppend().appendFile(write(table, added)).commit();
    }
  }

  private static void requireOwn(Table table, JobPlan plan) {
    String owner = table.properties().get("sluice.owner");
    if (!plan.pipeline().equals(owner)) {
      throw new ConflictException(
          "table "
              + table.name()
              + " is the ledger of pipeline '"
              + owner
              + "', whose name differs from '"
              + plan.pipeline()
              + "' only in - and _. Rename one of the two pipelines, or set a different"
              + " 'lake.ledger' for one of them.");
    }
  }

  private static Set<String> versions(Table table) {
    Set<String> versions = new HashSet<>();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).select("rules_version").build()) {
      rows.forEach(row -> versions.add(String.valueOf(row.getField("rules_version"))));
    } catch (IOException e) {
      throw new UncheckedIOException("table " + table.name() + " cannot be read", e);
    }
    return versions;
  }

  /** Writes entries into a data file. */
  public static DataFile file(Table table, List<LedgerEntry> entries) {
    return write(table, entries.stream().map(entry -> row(table.schema(), entry)).toList());
  }

  private static Record row(Schema schema, LedgerEntry entry) {
    Tally tally = entry.tally();
    Record row = GenericRecord.create(schema);
    row.setField("topic", entry.partition().topic());
    row.setField("topic_id", entry.partition().topicId());
    row.setField("partition", entry.partition().partition());
    row.setField("checkpoint", entry.checkpoint());
    row.setField("from_offset", tally.from());
    row.setField("to_offset", tally.to());
    row.setField("clean", tally.clean());
    row.setField("warned", tally.warned());
    row.setField("dead", tally.dead());
    row.setField("dropped_tombstone", tally.tombstones());
    row.setField("dropped_unmatched", tally.unmatched());
    row.setField("held_before", tally.heldBefore() < 0 ? null : tally.heldBefore());
    row.setField(JUDGED_AGAIN, tally.judgedAgain());
    row.setField(COUNTED_AT, OffsetDateTime.now(ZoneOffset.UTC));
    row.setField("first_timestamp", time(tally.firstTimestamp()));
    row.setField("last_timestamp", time(tally.lastTimestamp()));
    row.setField("rules_versions", tally.rulesVersions().stream().sorted().toList());
    return row;
  }

  private static @Nullable OffsetDateTime time(long millis) {
    // a timestamp column cannot store a time beyond it
    return millis < 0 || millis > Long.MAX_VALUE / 1000
        ? null
        : Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  private static DataFile write(Table table, List<Record> rows) {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    try {
      DataWriter<Record> writer =
          Parquet.writeData(table.io().newOutputFile(location))
              .schema(table.schema())
              .withSpec(PartitionSpec.unpartitioned())
              .setAll(table.properties())
              .createWriterFunc(GenericParquetWriter::create)
              .overwrite()
              .build();
      try (writer) {
        rows.forEach(writer::write);
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to table " + table.name(), e);
    }
  }
}
