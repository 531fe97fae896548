package io.sluice.audit;

import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.offset.Coordinates;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts what became of the records of one partition, entry by entry of the ledger, and compares.
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
   * @param mark how far the ledger has counted
   * @param isComparable whether what was counted must be what is stored; not so where records may
   *     have gone before their time
   * @param speaks whether an entry is about the tables as they are, and none was created since
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

  /** What became of a record. */
  enum Fate {
    STORED,
    STORED_WITH_WARNINGS,
    DEAD,
    TOMBSTONE,
    UNMATCHED,
    /** There is a finding about it, or it is not known. */
    UNCLEAR
  }

  /** Counts a record. */
  void count(long offset, Fate fate) {
    while (at < entries.size() && entries.get(at).to() <= offset) {
      finish(offset);
    }
    boolean isCounted = at < entries.size() && entries.get(at).from() <= offset;
    if (!isCounted) {
      // before the first entry another pipeline may have counted, or this one when it was stopped
      boolean isInside = !entries.isEmpty() && offset >= entries.get(0).from();
      if (isComparable && !mayHaveHoles && isInside && offset < mark && fate != Fate.UNCLEAR) {
        findings.add(
            Kind.LEDGER,
            new Coordinates(topic, places.partition(), offset),
            topic,
            "the ledger has no entry for the record, though its mark is " + mark);
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

  /** The entry that counted an offset and has dead records that were not found yet; or null. */
  @Nullable LedgerRange withDead(long offset) {
    LedgerRange entry = entry(offset);
    return entry != null && entry.dead() > dead ? entry : null;
  }

  /** Whether the entry that counted an offset has unmatched records that were not found yet. */
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

  /** Skips records that cannot be looked at any more: what their entries say is not compared. */
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
          "of the offsets "
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
              + "; there are "
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
