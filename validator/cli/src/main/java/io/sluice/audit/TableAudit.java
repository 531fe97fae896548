package io.sluice.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.audit.Finding.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the tables of a topic, and checks their marks against rows, snapshots and settled offsets.
 */
final class TableAudit {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Catalog catalog;
  private final List<Finding> findings;
  private final Callable<Map<TopicPartition, OffsetAndMetadata>> settledNow;

  /**
   * @param settledNow asks for the settled offsets; a running pipeline moves them together with
   *     marks
   */
  TableAudit(
      Catalog catalog,
      List<Finding> findings,
      Callable<Map<TopicPartition, OffsetAndMetadata>> settledNow) {
    this.catalog = catalog;
    this.settledNow = settledNow;
    this.findings = findings;
  }

  void read(TopicPlaces topic) throws Exception {
    for (String name : topic.tables()) {
      TableIdentifier identifier = TableIdentifier.parse(name);
      if (!catalog.tableExists(identifier)) {
        continue;
      }
      Table table = catalog.loadTable(identifier);
      JsonNode marks = marks(table);
      checkSequence(table, marks);
      checkSettled(name, marks, topic);
      try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
        for (Record row : rows) {
          addRow(topic, name, row, marks);
        }
      }
    }
  }

  private void addRow(TopicPlaces topic, String table, Record row, JsonNode marks) {
    if (!topic.name().equals(row.getField("_kafka_topic"))) {
      return;
    }
    Coordinates at =
        new Coordinates(
            topic.name(),
            (Integer) row.getField("_kafka_partition"),
            (Long) row.getField("_kafka_offset"));
    TopicPlaces.Places places = topic.placesOf(at);
    places.tables.add(table);
    places.rows.add(row);
    long mark = mark(marks, at.topic(), at.partition());
    if (at.offset() >= mark) {
      findings.add(
          new Finding(
              Kind.MARKS, at, table, "the row is not below the table's mark " + mark + " of it"));
    }
  }

  private static JsonNode marks(Table table) throws IOException {
    return JSON.readTree(table.properties().getOrDefault("sluice.marks", "{}"));
  }

  private static long mark(JsonNode marks, String topic, int partition) {
    long mark = 0;
    for (JsonNode one : marks.path("topics")) {
      if (one.path("topic").asText().equals(topic)) {
        mark = Math.max(mark, one.path("offsets").path("" + partition).asLong());
      }
    }
    return mark;
  }

  private void checkSequence(Table table, JsonNode marks) {
    String sequence = null;
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      sequence = snapshot.summary().get("sluice.sequence");
      if (sequence != null) {
        break;
      }
    }
    if (sequence != null && !sequence.equals(marks.path("sequence").asText())) {
      findings.add(
          new Finding(
              Kind.MARKS,
              null,
              table.name(),
              "the marks have sequence "
                  + marks.path("sequence").asText()
                  + ", the newest snapshot "
                  + sequence
                  + ": rolled back, or changed by hand"));
    }
  }

  private void checkSettled(String table, JsonNode marks, TopicPlaces topic) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> now = settledNow.call();
    for (TopicPartition partition : topic.settled().keySet()) {
      long mark = mark(marks, topic.name(), partition.partition());
      OffsetAndMetadata stored = now.get(partition);
      long settled = stored == null ? 0 : stored.offset();
      if (mark > settled) {
        findings.add(
            new Finding(
                Kind.MARKS,
                null,
                table,
                "its mark of "
                    + partition
                    + " is "
                    + mark
                    + ", beyond the settled offset "
                    + settled
                    + "; a start without state would skip records"));
      }
    }
  }
}
