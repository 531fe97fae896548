package io.sluice.audit;

import java.util.StringJoiner;

/** The tables that have rows of one partition, and the records that each has. */
final class PartitionTables {

  private final String[] names;
  private final RowsFound[] found;

  /** For each table, whether no current contract lists it. */
  private final boolean[] isFormer;

  PartitionTables(SourceTopic topic, PartitionPlaces places) {
    this.found = places.tables().values().toArray(RowsFound[]::new);
    this.names = places.tables().keySet().toArray(String[]::new);
    this.isFormer = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      isFormer[i] = topic.isDeclared() && !places.limits().containsKey(names[i]);
    }
  }

  /** The number of tables of current contracts that have a record. */
  int todaysWith(long offset) {
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      count += !isFormer[i] && found[i].rows().contains(offset) ? 1 : 0;
    }
    return count;
  }

  /** Whether a table that only earlier contract versions list has a record. */
  boolean isInFormer(long offset) {
    for (int i = 0; i < found.length; i++) {
      if (isFormer[i] && found[i].rows().contains(offset)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one table has a record more than once. */
  boolean isTwiceInOne(long offset) {
    for (RowsFound rows : found) {
      if (rows.twice().contains(offset)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a row of a record has warnings. */
  boolean isWarned(long offset) {
    for (RowsFound rows : found) {
      if (rows.warned().contains(offset)) {
        return true;
      }
    }
    return false;
  }

  /** The names of the tables that have a record. */
  String where(long offset) {
    StringJoiner where = new StringJoiner(", ");
    for (int i = 0; i < found.length; i++) {
      if (found[i].rows().contains(offset)) {
        where.add(names[i]);
      }
    }
    return where.toString();
  }

  /** Removes the rows of a record, so that only rows without a record remain. */
  void remove(long offset) {
    for (RowsFound rows : found) {
      boolean unused = rows.rows().remove(offset);
    }
  }
}
