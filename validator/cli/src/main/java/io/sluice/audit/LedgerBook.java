package io.sluice.audit;

import io.sluice.audit.Finding.Kind;
import io.sluice.offset.Coordinates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** What the pipeline's ledger says of one topic; it stands in where Kafka no longer has records. */
final class LedgerBook {

  /**
   * One entry.
   *
   * @param to exclusive
   * @param rows clean and warned together
   */
  private record Entry(long from, long to, long rows, long others) {}

  private final String topic;
  private final Map<Integer, List<Entry>> entries = new HashMap<>();

  private LedgerBook(String topic) {
    this.topic = topic;
  }

  /**
   * Reads the entries of a topic.
   *
   * @param table null where the pipeline has no ledger yet
   * @param topicId of the topic as it is now; entries of one that was deleted say nothing about it
   */
  static LedgerBook of(@Nullable Table table, String topic, String topicId) throws IOException {
    LedgerBook book = new LedgerBook(topic);
    if (table == null) {
      return book;
    }
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).where(Expressions.equal("topic_id", topicId)).build()) {
      for (Record row : rows) {
        book.entries
            .computeIfAbsent((Integer) row.getField("partition"), p -> new ArrayList<>())
            .add(
                new Entry(
                    number(row, "from_offset"),
                    number(row, "to_offset"),
                    number(row, "clean") + number(row, "warned"),
                    number(row, "dead")
                        + number(row, "dropped_tombstone")
                        + number(row, "dropped_unmatched")));
      }
    }
    return book;
  }

  private static long number(Record row, String column) {
    return (Long) row.getField(column);
  }

  /** The first offset that the pipeline has counted, or null where it has counted none. */
  @Nullable Long begin(int partition) {
    return entries.getOrDefault(partition, List.of()).stream()
        .filter(entry -> entry.from() < entry.to())
        .map(Entry::from)
        .min(Long::compare)
        .orElse(null);
  }

  /**
   * Compares the rows below the log start with what was counted.
   *
   * @return how many source records were verified in this way
   */
  long verifyBelowLogStart(int partition, PartitionPlaces places, Findings findings) {
    long verified = 0;
    for (Entry entry : entries.getOrDefault(partition, List.of())) {
      if (entry.to() > places.range().beginning() || entry.to() <= entry.from()) {
        continue;
      }
      long there = places.countRows(entry.from(), entry.to());
      if (there == entry.rows()) {
        verified += entry.rows() + entry.others();
      } else {
        findings.add(
            Kind.LEDGER,
            new Coordinates(topic, partition, entry.from()),
            topic,
            "the ledger counted "
                + entry.rows()
                + " rows of the offsets "
                + entry.from()
                + " to "
                + (entry.to() - 1)
                + ", tables have "
                + there);
      }
    }
    return verified;
  }
}
