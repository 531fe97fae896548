package io.sluice.audit;

import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.offset.Coordinates;
import io.sluice.offset.OffsetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The offsets whose records Kafka no longer has; only the ledger can verify them. */
final class ExpiredRange {

  /**
   * A part of the range.
   *
   * @param to exclusive
   * @param isVerified whether the ledger counted it and the tables match
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
   * Prepares a range.
   *
   * @param mark the offset up to which the ledger has counted, exclusive
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
   * @param isComparable whether an entry applies to the tables as they are now
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

  /**
   * Reports duplicate rows. Ignores former tables, because the current table has their records too.
   */
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
              + " with warnings) for offsets "
              + entry.from()
              + " to "
              + (entry.to() - 1)
              + ", but the tables have "
              + there
              + " rows ("
              + warned
              + " with warnings)");
      add(from, to, true, "the ledger and the tables do not match");
    } else {
      add(
          from,
          to,
          false,
          "Kafka no longer has these records, and the ledger counted them before the table was"
              + " created or refilled");
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
          "the tables have "
              + there
              + " rows for offsets "
              + from
              + " to "
              + (counted - 1)
              + " that the ledger never counted");
    }
    add(from, to, false, "Kafka no longer has these records, and the ledger did not count them");
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

  /** The number of records that match the ledger. */
  long verified() {
    return verified;
  }
}
