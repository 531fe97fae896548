package io.sluice.audit;

import io.sluice.audit.kafka.Letters;
import io.sluice.kafka.OffsetSpan;
import io.sluice.offset.OffsetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The places of one source partition's records: rows and dead letters. */
final class PartitionPlaces {

  /**
   * The offsets to verify.
   *
   * @param beginning the first offset that Kafka still has
   * @param from the first offset to verify record by record
   * @param to exclusive
   * @param end the partition's end when the audit began
   */
  record Range(long beginning, long from, long to, long end) {

    boolean contains(long offset) {
      return offset >= from && offset < to;
    }
  }

  private final int partition;
  private final Range range;
  private final Map<String, Limit> limits;
  private final Map<String, RowsFound> tables = new TreeMap<>();
  private final OffsetSet repaired = new OffsetSet();
  private final OffsetSet repairedTwice = new OffsetSet();
  private final Letters letters = new Letters();
  private final List<OffsetSpan> lost = new ArrayList<>();
  private final OffsetSet withoutSchema = new OffsetSet();

  /**
   * Prepares an empty partition.
   *
   * @param limits the limits of the tables that the partition feeds, by table
   */
  PartitionPlaces(int partition, Range range, Map<String, Limit> limits) {
    this.partition = partition;
    this.range = range;
    this.limits = Map.copyOf(limits);
  }

  int partition() {
    return partition;
  }

  Range range() {
    return range;
  }

  Map<String, Limit> limits() {
    return limits;
  }

  Letters letters() {
    return letters;
  }

  /** Notes that Kafka deleted records while the audit read them. */
  void lose(OffsetSpan span) {
    boolean isKnown =
        lost.stream().anyMatch(one -> one.from() <= span.from() && span.to() <= one.to());
    if (!isKnown) {
      lost.add(span);
    }
  }

  /** The ranges that Kafka deleted while the audit read them, so they were not verified. */
  List<OffsetSpan> lost() {
    return lost;
  }

  /** Notes that a row cannot be compared because the schema of its record is missing. */
  void addWithoutSchema(long offset) {
    boolean unused = withoutSchema.add(offset);
  }

  /** The number of rows that cannot be compared. */
  long withoutSchema() {
    return withoutSchema.count(range.from(), range.to());
  }

  /** The rows of a table. */
  synchronized RowsFound rows(String table) {
    return tables.computeIfAbsent(table, name -> new RowsFound());
  }

  /** Adds the rows of a part of a table. */
  synchronized void add(String table, RowsFound part) {
    rows(table).addAll(part);
  }

  /** Notes the row of a replayed record with this origin. */
  synchronized void addRepaired(long offset) {
    if (!repaired.add(offset)) {
      boolean unused = repairedTwice.add(offset);
    }
  }

  boolean isRepaired(long offset) {
    return repaired.contains(offset);
  }

  boolean isRepairedTwice(long offset) {
    return repairedTwice.contains(offset);
  }

  /** Whether a table has a row that may belong to the record. */
  boolean isPerhapsThere(long offset) {
    for (RowsFound rows : tables.values()) {
      if (rows.perhaps().contains(offset)) {
        return true;
      }
    }
    return false;
  }

  Map<String, RowsFound> tables() {
    return tables;
  }

  /** The union of one kind of offsets over all tables. */
  OffsetSet inAnyTable(Function<RowsFound, OffsetSet> kind) {
    OffsetSet all = new OffsetSet();
    tables.values().forEach(rows -> all.addAll(kind.apply(rows), new OffsetSet()));
    return all;
  }
}
