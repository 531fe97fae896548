package io.sluice.audit;

import io.sluice.audit.Finding.Kind;
import io.sluice.contract.Contract;
import io.sluice.offset.Coordinates;
import io.sluice.problem.OutageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares rows with their records, some thousands at a time: those of the source wait until there
 * are enough, then the tables are read for just them.
 */
final class ValueCheck {

  private static final int MOST_RECORDS = 50_000;
  private static final long MOST_BYTES = 64L << 20;

  /** How the rows of a table are read. */
  interface Rows {
    CloseableIterable<Record> read(String table, Expression filter);

    /** With Iceberg's generic reader. */
    static Rows of(Map<String, org.apache.iceberg.Table> tables) {
      return (name, filter) -> {
        org.apache.iceberg.Table table = tables.get(name);
        return table == null
            ? CloseableIterable.empty()
            : IcebergGenerics.read(table).where(filter).build();
      };
    }
  }

  private final Incarnation incarnation;
  private final String topic;
  private final List<Contract> contracts;
  private final SourceValues values;
  private final Rows rows;
  private final Findings findings;
  private final Map<Coordinates, ConsumerRecord<byte[], byte[]>> waiting = new HashMap<>();
  private final Set<String> tables = new TreeSet<>();
  private long bytes;
  private long compared;

  ValueCheck(
      Incarnation incarnation,
      List<Contract> contracts,
      SourceValues values,
      Rows rows,
      Findings findings) {
    this.incarnation = incarnation;
    this.topic = incarnation.topic();
    this.contracts = contracts;
    this.values = values;
    this.rows = rows;
    this.findings = findings;
  }

  void add(ConsumerRecord<byte[], byte[]> record, List<String> inTables) throws IOException {
    waiting.put(new Coordinates(topic, record.partition(), record.offset()), record);
    tables.addAll(inTables);
    bytes += record.serializedKeySize() + record.serializedValueSize();
    if (waiting.size() >= MOST_RECORDS || bytes >= MOST_BYTES) {
      flush();
    }
  }

  long compared() {
    return compared;
  }

  void flush() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    for (String table : tables) {
      try (CloseableIterable<Record> all = rows.read(table, filter())) {
        for (Record row : all) {
          Coordinates at =
              new Coordinates(
                  topic,
                  (Integer) row.getField("_kafka_partition"),
                  (Long) row.getField("_kafka_offset"));
          ConsumerRecord<byte[], byte[]> record = waiting.get(at);
          if (record != null && incarnation.mayHave(row)) {
            compare(record, at, row, table);
          }
        }
      }
    }
    compared += waiting.size();
    waiting.clear();
    tables.clear();
    bytes = 0;
  }

  /** The ranges that the waiting records span, by partition. */
  private Expression filter() {
    Map<Integer, long[]> spans = new HashMap<>();
    for (Coordinates at : waiting.keySet()) {
      long[] span =
          spans.computeIfAbsent(at.partition(), partition -> new long[] {at.offset(), at.offset()});
      span[0] = Math.min(span[0], at.offset());
      span[1] = Math.max(span[1], at.offset());
    }
    Expression any = Expressions.alwaysFalse();
    for (Map.Entry<Integer, long[]> span : spans.entrySet()) {
      any =
          Expressions.or(
              any,
              Expressions.and(
                  Expressions.equal("_kafka_partition", span.getKey()),
                  Expressions.greaterThanOrEqual("_kafka_offset", span.getValue()[0]),
                  Expressions.lessThanOrEqual("_kafka_offset", span.getValue()[1])));
    }
    return Expressions.and(Expressions.equal("_kafka_topic", topic), any);
  }

  private void compare(
      ConsumerRecord<byte[], byte[]> record, Coordinates at, Record row, String table) {
    try {
      Contract contract = contractOf(row);
      Comparison.Value source = values.decode(record, contract);
      String column = Comparison.firstDifference(source, row, keyColumn(record, contract));
      if (column == null && !TraceIds.isSame(record, row, contract)) {
        column = TraceIds.COLUMN;
      }
      if (column != null) {
        findings.add(Kind.ALTERED, at, table, "column " + column + " is not what the record holds");
      }
    } catch (OutageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      findings.add(
          Kind.ALTERED,
          at,
          table,
          "there is a row, but the audit cannot decode the record: " + e.getMessage());
    }
  }

  private Contract contractOf(Record row) {
    String name = String.valueOf(row.getField("_contract"));
    return contracts.stream()
        .filter(contract -> contract.name().equals(name))
        .findFirst()
        .orElse(contracts.get(0));
  }

  private Map<String, Comparison.Value> keyColumn(
      ConsumerRecord<byte[], byte[]> record, Contract contract) throws IOException {
    String column = contract.key().column();
    return column == null || record.key() == null
        ? Map.of()
        : Map.of(column, values.decodeKey(record, contract));
  }
}
