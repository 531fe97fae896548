package io.sluice.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.audit.Finding.Kind;
import io.sluice.offset.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * Finds which records of a topic a table has, by the columns of their coordinates alone, and checks
 * the table's marks against rows, snapshots and settled offsets.
 */
final class TableScan {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOOKS = 5;

  private final Incarnation incarnation;
  private final String topic;
  private final Map<Integer, PartitionPlaces> partitions;
  private final Findings findings;

  TableScan(Incarnation incarnation, Map<Integer, PartitionPlaces> partitions, Findings findings) {
    this.incarnation = incarnation;
    this.topic = incarnation.topic();
    this.partitions = partitions;
    this.findings = findings;
  }

  /**
   * Reads a table.
   *
   * @param settled asks for the settled offsets by partition
   */
  void read(String name, Table table, Callable<Map<Integer, Long>> settled) throws Exception {
    JsonNode marks = JSON.readTree(table.properties().getOrDefault("sluice.marks", "{}"));
    checkSequence(name, table, marks);
    checkSettled(name, marks, settled);
    List<String> columns =
        new ArrayList<>(List.of("_kafka_topic", "_kafka_partition", "_kafka_offset"));
    if (Incarnation.isToldBy(table)) {
      columns.add(Incarnation.COLUMN);
    }
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .select(columns)
            .where(Expressions.equal("_kafka_topic", topic))
            .build()) {
      for (Record row : rows) {
        if (incarnation.mayHave(row)) {
          add(name, (Integer) row.getField("_kafka_partition"), row, marks);
        }
      }
    }
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .select("_origin_topic", "_origin_partition", "_origin_offset")
            .where(Expressions.equal("_origin_topic", topic))
            .build()) {
      for (Record row : rows) {
        PartitionPlaces places = partitions.get((Integer) row.getField("_origin_partition"));
        if (places != null) {
          places.addRepaired((Long) row.getField("_origin_offset"));
        }
      }
    }
  }

  private void add(String table, int partition, Record row, JsonNode marks) {
    long offset = (Long) row.getField("_kafka_offset");
    PartitionPlaces places = partitions.get(partition);
    if (places != null) {
      places.addRow(table, offset);
    }
    long mark = mark(marks, Incarnation.of(row), partition);
    if (offset >= mark) {
      findings.add(
          Kind.MARKS,
          new Coordinates(topic, partition, offset),
          table,
          "the row is not below the table's mark " + mark + " of it");
    }
  }

  /** The mark of one incarnation of the topic; of any of them where it is not known which. */
  private long mark(JsonNode marks, @Nullable String topicId, int partition) {
    long mark = 0;
    for (Map.Entry<String, JsonNode> one : marks.path("topics").properties()) {
      JsonNode ofTopic = one.getValue();
      boolean isMeant =
          topicId == null
              ? ofTopic.path("topic").asText().equals(topic)
              : one.getKey().equals(topicId);
      if (isMeant) {
        mark = Math.max(mark, ofTopic.path("offsets").path("" + partition).asLong());
      }
    }
    return mark;
  }

  private void checkSequence(String name, Table table, JsonNode marks) {
    String sequence = null;
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      sequence = snapshot.summary().get("sluice.sequence");
      if (sequence != null) {
        break;
      }
    }
    if (sequence != null && !sequence.equals(marks.path("sequence").asText())) {
      findings.add(
          Kind.MARKS,
          name,
          "the marks have sequence "
              + marks.path("sequence").asText()
              + ", the newest snapshot "
              + sequence
              + ": rolled back, or changed by hand");
    }
  }

  private void checkSettled(String table, JsonNode marks, Callable<Map<Integer, Long>> settled)
      throws Exception {
    for (int partition : partitions.keySet()) {
      long mark = mark(marks, incarnation.id(), partition);
      Long stored = settled.call().get(partition);
      // a running pipeline moves marks first, table by table, and settled offsets after them
      for (int look = 1; stored != null && mark > stored && look < LOOKS; look++) {
        Thread.sleep(1_000);
        stored = settled.call().get(partition);
      }
      // without a settled offset, another pipeline has moved the mark, and this one took over
      if (stored != null && mark > stored) {
        findings.add(
            Kind.MARKS,
            table,
            "its mark of "
                + topic
                + "/"
                + partition
                + " is "
                + mark
                + ", beyond the settled offset "
                + stored
                + "; a start without state would skip records");
      }
    }
  }
}
