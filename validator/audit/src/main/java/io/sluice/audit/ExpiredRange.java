package io.sluice.audit;

import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.offset.Coordinates;
import io.sluice.offset.OffsetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What can be said of offsets whose records Kafka no longer has: by the ledger, or not at all. */
final class ExpiredRange {

  /**
   * A part of the range.
   *
   * @param to exclusive
   * @param isVerified whether the ledger counted it, and tables have what it counted
   */
  record Part(long from, long to, boolean isVerified, String detail) {}

  private final String topic;
  private final PartitionPlaces places;
  private final long mark;
  private final Findings findings;
  private final List<Part> parts = new ArrayList<>();
  private OffsetSet rows = new OffsetSet();
  private OffsetSet withWarnings = new OffsetSet();
  private long verified;

  /**
   * @param mark how far the ledger has counted
   */
  ExpiredRange(String topic, PartitionPlaces places, long mark, Findings findings) {
    this.topic = topic;
    this.places = places;
    this.mark = mark;
    this.findings = findings;
  }

  /**
   * Compares the rows of a range with the ledger.
   *
   * @param to exclusive
   * @param isComparable whether an entry speaks of the tables as they are
   */
  void verify(long from, long to, List<LedgerRange> entries, Predicate<LedgerRange> isComparable) {
    rows = places.inAnyTable(RowsFound::rows);
    withWarnings = places.inAnyTable(RowsFound::warned);
    long at = from;
    for (LedgerRange entry : entries) {
      if (entry.to() <= at || entry.from() >= to) {
        continue;
      }
      gap(at, Math.min(entry.from(), to));
      at = Math.max(at, entry.from());
      long end = Math.min(entry.to(), to);
      compare(at, end, entry, isComparable.test(entry));
      at = end;
    }
    gap(at, to);
    requireOnce(from, to);
  }

  /** Ignores tables that no current contract names: the current table has the same records. */
  private void requireOnce(long from, long to) {
    OffsetSet all = new OffsetSet();
    OffsetSet again = new OffsetSet();
    places
        .tables()
        .forEach(
            (table, rows) -> {
              if (places.limits().isEmpty() || places.limits().containsKey(table)) {
                all.addAll(rows.rows(), again);
              }
              again.addAll(rows.twice(), new OffsetSet());
            });
    String where = String.join(", ", places.tables().keySet());
    again.forEach(
        offset -> {
          if (offset >= from && offset < to) {
            findings.add(
                Kind.DOUBLED,
                new Coordinates(topic, places.partition(), offset),
                where,
                "the record is stored more than once");
          }
        });
  }

  private void compare(long from, long to, LedgerRange entry, boolean isComparable) {
    long there = rows.count(entry.from(), entry.to());
    long warned = withWarnings.count(entry.from(), entry.to());
    boolean agrees = there == entry.rows() && warned == entry.warned();
    if (agrees) {
      verified += to - from == entry.to() - entry.from() ? entry.all() : to - from;
      add(from, to, true, "");
    } else if (isComparable && entry.isExact()) {
      findings.add(
          Kind.LEDGER,
          new Coordinates(topic, places.partition(), entry.from()),
          topic,
          "the ledger counted "
              + entry.rows()
              + " rows ("
              + entry.warned()
              + " with warnings) of the offsets "
              + entry.from()
              + " to "
              + (entry.to() - 1)
              + ", tables have "
              + there
              + " ("
              + warned
              + ")");
      add(from, to, true, "the ledger and the tables do not agree");
    } else {
      add(
          from,
          to,
          false,
          "the ledger counted these records before a table was made or judged again, and Kafka no"
              + " longer has them");
    }
  }

  private void gap(long from, long to) {
    if (from >= to) {
      return;
    }
    // the ledger lags behind the tables
    long counted = Math.min(to, mark);
    long there = from < counted ? rows.count(from, counted) : 0;
    if (there > 0) {
      findings.add(
          Kind.LEDGER,
          new Coordinates(topic, places.partition(), from),
          topic,
          "tables have "
              + there
              + " rows of the offsets "
              + from
              + " to "
              + (counted - 1)
              + ", which the ledger never counted");
    }
    add(from, to, false, "Kafka no longer has these records, and the ledger does not count them");
  }

  private void add(long from, long to, boolean isVerified, String detail) {
    Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    if (last != null
        && last.to() == from
        && last.isVerified() == isVerified
        && last.detail().equals(detail)) {
      parts.set(parts.size() - 1, new Part(last.from(), to, isVerified, detail));
    } else {
      parts.add(new Part(from, to, isVerified, detail));
    }
  }

  List<Part> parts() {
    return parts;
  }

  /** Records that agree with the ledger. */
  long verified() {
    return verified;
  }
}
