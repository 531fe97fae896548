package io.sluice.job.start;

import io.sluice.kafka.SourcePartition;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source partition with the offset where reading starts.
 *
 * @param offset of the first record to read
 * @param tables by name
 * @param uncounted offsets below {@code offset} that the ledger has not counted and that Kafka no
 *     longer has
 */
public record PartitionStart(
    SourcePartition partition, long offset, Map<String, Decision.Begin> tables, long uncounted) {

  /** The starts of its tables, which the split carries. */
  public Map<String, TableStart> starts() {
    Map<String, TableStart> starts = new TreeMap<>();
    tables.forEach((table, begin) -> starts.put(table, begin.start()));
    return starts;
  }

  /** A human-readable text: where reading starts, and which rules decided it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(partition + " is read from offset " + offset);
    String separator = ": ";
    for (Map.Entry<String, Decision.Begin> table : tables.entrySet()) {
      Decision.Begin begin = table.getValue();
      text.append(separator).append("table ").append(table.getKey());
      text.append(" from ").append(begin.start().from());
      text.append(" (").append(begin.rule()).append(')');
      if (begin.missing() > 0) {
        text.append("; the ").append(begin.missing());
        text.append(" offsets before that are no longer in Kafka");
      }
      separator = "; ";
    }
    if (uncounted > 0) {
      text.append("; the ledger lacks the ").append(uncounted);
      text.append(" offsets before that, which are no longer in Kafka");
    }
    return text.toString();
  }
}
