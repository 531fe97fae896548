package io.sluice.audit;

import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.offset.Coordinates;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the outcomes of one partition's records for each ledger entry and compares the counts.
 * Records come in the order of their offsets.
 */
final class LedgerTally {

  private final String topic;
  private final PartitionPlaces places;
  private final List<LedgerRange> entries;
  private final long mark;
  private final Findings findings;
  private final boolean isComparable;
  private final Predicate<LedgerRange> speaks;
  private final boolean mayHaveHoles;
  private int at;
  private long clean;
  private long warned;
  private long dead;
  private long tombstones;
  private long unmatched;
  private boolean isUnclear;

  /**
   * Prepares a tally.
   *
   * @param mark the offset up to which the ledger has counted, exclusive
   * @param isComparable whether the counts must match; false if records may be missing early
   * @param speaks whether an entry applies to the current tables: none was created after it
   */
  LedgerTally(
      String topic,
      PartitionPlaces places,
      List<LedgerRange> entries,
      long mark,
      boolean isComparable,
      Predicate<LedgerRange> speaks,
      Findings findings) {
    this.topic = topic;
    this.places = places;
    this.entries = entries;
    this.mark = mark;
    this.isComparable = isComparable;
    this.speaks = speaks;
    this.mayHaveHoles = !entries.stream().allMatch(speaks);
    this.findings = findings;
  }

  /** The outcome of a record. */
  enum Fate {
    STORED,
    STORED_WITH_WARNINGS,
    DEAD,
    TOMBSTONE,
    UNMATCHED,
    /** It is unknown, or there is a finding about the record. */
    UNCLEAR
  }

  /** Counts a record. */
  void count(long offset, Fate fate) {
    while (at < entries.size() && entries.get(at).to() <= offset) {
      finish(offset);
    }
    boolean isCounted = at < entries.size() && entries.get(at).from() <= offset;
    if (!isCounted) {
      // records before the first entry may be counted by another pipeline
      boolean isInside = !entries.isEmpty() && offset >= entries.get(0).from();
      if (isComparable && !mayHaveHoles && isInside && offset < mark && fate != Fate.UNCLEAR) {
        findings.add(
            Kind.LEDGER,
            new Coordinates(topic, places.partition(), offset),
            topic,
            "the ledger has no entry for the record, although the ledger's mark is " + mark);
      }
      return;
    }
    switch (fate) {
      case STORED -> clean++;
      case STORED_WITH_WARNINGS -> warned++;
      case DEAD -> dead++;
      case TOMBSTONE -> tombstones++;
      case UNMATCHED -> unmatched++;
      case UNCLEAR -> isUnclear = true;
    }
  }

  /** The entry for an offset if it still has dead records that were not found, or null. */
  @Nullable LedgerRange withDead(long offset) {
    LedgerRange entry = entry(offset);
    return entry != null && entry.dead() > dead ? entry : null;
  }

  /** Whether the entry for an offset still has unmatched records that were not found. */
  boolean hasUnmatched(long offset) {
    LedgerRange entry = entry(offset);
    return entry != null && entry.unmatched() > unmatched;
  }

  private @Nullable LedgerRange entry(long offset) {
    while (at < entries.size() && entries.get(at).to() <= offset) {
      finish(offset);
    }
    LedgerRange entry = at < entries.size() ? entries.get(at) : null;
    return entry != null && entry.from() <= offset ? entry : null;
  }

  /** Skips records that can no longer be read; their entries are not compared. */
  void lose(long from, long to) {
    while (at < entries.size() && entries.get(at).to() <= from) {
      finish(from);
    }
    while (at < entries.size() && entries.get(at).from() < to) {
      isUnclear = true;
      if (entries.get(at).to() > to) {
        return;
      }
      finish(to);
    }
  }

  /** Ends the count. */
  void finish() {
    while (at < entries.size()) {
      finish(places.range().to());
    }
  }

  private void finish(long reached) {
    LedgerRange entry = entries.get(at++);
    boolean isWhole = entry.from() >= places.range().from() && entry.to() <= reached;
    boolean agrees =
        entry.clean() == clean
            && entry.warned() == warned
            && entry.dead() == dead
            && entry.tombstones() == tombstones
            && entry.unmatched() == unmatched;
    if (isWhole && isComparable && speaks.test(entry) && entry.isExact() && !isUnclear && !agrees) {
      findings.add(
          Kind.LEDGER,
          new Coordinates(topic, places.partition(), entry.from()),
          topic,
          "for offsets "
              + entry.from()
              + " to "
              + (entry.to() - 1)
              + ", the ledger counted "
              + text(
                  entry.clean(),
                  entry.warned(),
                  entry.dead(),
                  entry.tombstones(),
                  entry.unmatched())
              + ", but the audit found "
              + text(clean, warned, dead, tombstones, unmatched));
    }
    clean = 0;
    warned = 0;
    dead = 0;
    tombstones = 0;
    unmatched = 0;
    isUnclear = false;
  }

  private static String text(long clean, long warned, long dead, long tombstones, long unmatched) {
    return clean
        + " clean, "
        + warned
        + " warned, "
        + dead
        + " dead, "
        + (tombstones + unmatched)
        + " dropped";
  }
}
