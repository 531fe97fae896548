package io.sluice.audit;

import io.sluice.offset.OffsetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the records of one source partition were found. */
final class PartitionPlaces {

  /**
   * Which offsets are looked at.
   *
   * @param beginning the first that Kafka still has
   * @param from the first to be verified
   * @param to below it everything must have a place; exclusive
   * @param end the partition's end when the audit began
   */
  record Range(long beginning, long from, long to, long end) {

    boolean contains(long offset) {
      return offset >= from && offset < to;
    }
  }

  private final Range range;
  private final Map<String, OffsetSet> rows = new TreeMap<>();
  private final OffsetSet repaired = new OffsetSet();
  private final OffsetSet repairedTwice = new OffsetSet();
  private final OffsetSet doubled = new OffsetSet();
  private final Letters letters = new Letters();

  PartitionPlaces(Range range) {
    this.range = range;
  }

  Range range() {
    return range;
  }

  Letters letters() {
    return letters;
  }

  /** Notes a row. */
  void addRow(String table, long offset) {
    if (!rows.computeIfAbsent(table, name -> new OffsetSet()).add(offset)) {
      doubled.add(offset);
    }
  }

  /** Notes a row of a replayed record whose origin this is. */
  void addRepaired(long offset) {
    if (!repaired.add(offset)) {
      repairedTwice.add(offset);
    }
  }

  /** Whether a row says that it is the repaired record. */
  boolean isRepaired(long offset) {
    return repaired.contains(offset);
  }

  /** Whether more than one row says so. */
  boolean isRepairedTwice(long offset) {
    return repairedTwice.contains(offset);
  }

  /** The tables that have the record. */
  List<String> tablesOf(long offset) {
    List<String> tables = new ArrayList<>(1);
    rows.forEach(
        (table, offsets) -> {
          if (offsets.contains(offset)) {
            tables.add(table);
          }
        });
    return tables;
  }

  /** Whether one table has the record more than once. */
  boolean isDoubled(long offset) {
    return doubled.contains(offset);
  }

  /** Per table, the offsets of its rows. */
  Map<String, OffsetSet> rows() {
    return rows;
  }

  /** Rows in the range, in all tables together. */
  long countRows(long from, long to) {
    return rows.values().stream().mapToLong(offsets -> offsets.count(from, to)).sum();
  }
}
