package io.sluice.audit;

import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.TableFiles;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.value.NoSchemaException;
import io.sluice.audit.value.RecordReader;
import io.sluice.audit.value.RowComparison;
import io.sluice.contract.Contract;
import io.sluice.kafka.OffsetSpan;
import io.sluice.kafka.TopicReader;
import io.sluice.offset.Coordinates;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Compares rows with their records column by column, in the pages of offsets whose sums differ.
 * Sums can also differ without damage, if a column contains an equal value in a different notation.
 */
final class ValueRecheck {

  /** The maximum number of offsets compared at once; their records are kept in memory. */
  private static final long MOST_OFFSETS = 64L << RowsFound.PAGE_BITS;

  private static final long MOST_BYTES = 64L << 20;

  private final TopicReader topics;
  private final RecordReader reader;
  private final RowComparison comparison;
  private final KnownContracts known;
  private final Findings findings;

  ValueRecheck(TopicReader topics, RecordReader reader, KnownContracts known, Findings findings) {
    this.topics = topics;
    this.reader = reader;
    this.comparison = new RowComparison(reader);
    this.known = known;
    this.findings = findings;
  }

  /** Compares the pages that differ between a table and a partition. */
  void check(SourceTopic topic, PartitionPlaces places, String name, Table table) {
    long from = -1;
    long to = -1;
    for (Map.Entry<Long, Long> page : places.rows(name).differing().entrySet()) {
      boolean joins = from >= 0 && page.getKey() == to && page.getValue() - from <= MOST_OFFSETS;
      if (!joins) {
        check(topic, places, name, table, new OffsetSpan(from, to));
        from = page.getKey();
      }
      to = page.getValue();
    }
    check(topic, places, name, table, new OffsetSpan(from, to));
  }

  private void check(
      SourceTopic topic, PartitionPlaces places, String name, Table table, OffsetSpan pages) {
    long from = Math.max(pages.from(), places.range().from());
    long to = Math.min(pages.to(), places.range().to());
    if (pages.from() < 0 || from >= to) {
      return;
    }
    Map<Long, ConsumerRecord<byte[], byte[]>> waiting = new HashMap<>();
    long bytes = 0;
    topics.start(
        topic.name(),
        Map.of(places.partition(), new OffsetSpan(from, to)),
        (partition, span) -> places.lose(span));
    while (!topics.isDone()) {
      for (ConsumerRecord<byte[], byte[]> record : topics.next()) {
        waiting.put(record.offset(), record);
        bytes += record.serializedKeySize() + record.serializedValueSize();
      }
      if (bytes > MOST_BYTES) {
        compare(topic, places, name, table, waiting);
        bytes = 0;
      }
    }
    compare(topic, places, name, table, waiting);
  }

  private void compare(
      SourceTopic topic,
      PartitionPlaces places,
      String name,
      Table table,
      Map<Long, ConsumerRecord<byte[], byte[]>> waiting) {
    if (waiting.isEmpty()) {
      return;
    }
    long first = waiting.keySet().stream().mapToLong(Long::longValue).min().orElse(0);
    long last = waiting.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    Expression filter =
        Expressions.and(
            Expressions.equal("_kafka_topic", topic.name()),
            Expressions.equal("_kafka_partition", places.partition()),
            Expressions.greaterThanOrEqual("_kafka_offset", first),
            Expressions.lessThanOrEqual("_kafka_offset", last));
    TableFiles files = new TableFiles(name, table, findings);
    for (TableFiles.File file : files.plan(filter)) {
      Consumer<Record> unused =
          files.readRecords(
              file,
              table.schema(),
              filter,
              () -> row -> compare(topic, places, name, table, row, waiting));
    }
    waiting.clear();
  }

  private void compare(
      SourceTopic topic,
      PartitionPlaces places,
      String name,
      Table table,
      Record row,
      Map<Long, ConsumerRecord<byte[], byte[]>> waiting) {
    int partition = places.partition();
    Long offset = (Long) row.getField("_kafka_offset");
    ConsumerRecord<byte[], byte[]> record = offset == null ? null : waiting.get(offset);
    boolean isOfTopic =
        topic.name().equals(row.getField("_kafka_topic"))
            && row.getField("_kafka_partition") instanceof Number number
            && number.longValue() == partition
            && (row.struct().field("_kafka_topic_id") == null
                || row.getField("_kafka_topic_id") == null
                || topic.id().equals(row.getField("_kafka_topic_id")));
    if (record == null || offset == null || record.value() == null || !isOfTopic) {
      return;
    }
    Coordinates at = new Coordinates(topic.name(), partition, offset);
    try {
      String column = firstDifference(topic, record, row, table);
      if (column != null) {
        findings.add(Kind.ALTERED, at, name, "column " + column + " differs from the record");
      }
    } catch (NoSchemaException e) {
      places.addWithoutSchema(offset);
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      if (isOfAnotherFormat(topic, row)) {
        places.addWithoutSchema(offset);
        return;
      }
      findings.add(
          Kind.ALTERED,
          at,
          name,
          "the record has a row, but the audit cannot decode the record: " + e.getMessage());
    }
  }

  private @Nullable String firstDifference(
      SourceTopic topic, ConsumerRecord<byte[], byte[]> record, Record row, Table table)
      throws IOException {
    boolean isFramed = RecordReader.isFramed(topic.contracts());
    String name = String.valueOf(field(row, "_contract"));
    Contract contract =
        topic.contracts().stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    if (contract == null) {
      // a contract that was renamed or removed since
      return known.knows(name)
          ? comparison.firstDifference(
              record,
              row,
              table,
              topic.contracts().get(0),
              keyContract(topic.contracts().get(0), field(row, "_rules_version")),
              name,
              isFramed,
              topic.isReplay())
          : "_contract";
    }
    if (contract.rulesVersion().equals(field(row, "_rules_version"))) {
      List<Contract> candidates = ContractMatcher.byHeaders(topic.contracts(), record);
      List<Contract> matching =
          candidates.isEmpty()
              ? candidates
              : ContractMatcher.byValue(
                  candidates, reader.open(record, candidates.get(0), isFramed));
      if (!matching.contains(contract)) {
        return "_contract";
      }
    }
    return comparison.firstDifference(
        record,
        row,
        table,
        contract,
        keyContract(contract, field(row, "_rules_version")),
        name,
        isFramed,
        topic.isReplay());
  }

  /** Whether the contract version that judged the row read records in a different format. */
  private boolean isOfAnotherFormat(SourceTopic topic, Record row) {
    Object version = field(row, "_rules_version");
    if (version == null
        || topic.contracts().stream().anyMatch(one -> one.rulesVersion().equals(version))) {
      return false;
    }
    KnownContracts.Version then = known.of(version.toString());
    Contract contract = then == null ? null : then.contract();
    boolean wasFramed = contract != null && RecordReader.isFramed(List.of(contract));
    return !wasFramed || !RecordReader.isFramed(topic.contracts());
  }

  /** The contract version that judged the row, which defines how its key was read. */
  private Contract keyContract(Contract today, @Nullable Object rulesVersion) {
    KnownContracts.Version version =
        rulesVersion == null ? null : known.of(rulesVersion.toString());
    Contract then = version == null ? null : version.contract();
    return then == null ? today : then;
  }

  private static @Nullable Object field(Record row, String column) {
    return row.struct().field(column) == null ? null : row.getField(column);
  }
}
