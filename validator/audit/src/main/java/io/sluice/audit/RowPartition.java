package io.sluice.audit;

import io.sluice.audit.lake.LedgerRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one source partition in one file. Not thread-safe. */
final class RowPartition {

  private final @Nullable SourceTopic topic;
  private final @Nullable PartitionPlaces places;
  private final @Nullable Limit limit;
  private final boolean isTarget;
  private final long mark;
  private final boolean isCertain;
  private final List<LedgerRange> entries;
  private final long beginOfLedger;
  private final RowsFound rows = new RowsFound();
  private final RowVersion version = new RowVersion();
  private int entry;

  /**
   * Prepares a partition.
   *
   * @param topic null if the table has never read the topic
   * @param places null if the topic has no such partition
   * @param limit the partition's limit for the table, or null if it does not feed the table now
   * @param isTarget whether a contract has ever written records of the topic to the table
   * @param mark the table's mark for the partition
   * @param isCertain whether the rows belong to this topic and not to another of the same name
   * @param entries the ledger's entries
   */
  RowPartition(
      @Nullable SourceTopic topic,
      @Nullable PartitionPlaces places,
      @Nullable Limit limit,
      boolean isTarget,
      long mark,
      boolean isCertain,
      List<LedgerRange> entries) {
    this.topic = topic;
    this.places = places;
    this.limit = limit;
    this.isTarget = isTarget;
    this.mark = mark;
    this.isCertain = isCertain;
    this.entries = entries;
    this.beginOfLedger = entries.isEmpty() ? Long.MAX_VALUE : entries.get(0).from();
  }

  @Nullable SourceTopic topic() {
    return topic;
  }

  @Nullable PartitionPlaces places() {
    return places;
  }

  @Nullable Limit limit() {
    return limit;
  }

  boolean isTarget() {
    return isTarget;
  }

  long mark() {
    return mark;
  }

  boolean isCertain() {
    return isCertain;
  }

  /** Whether this pipeline's ledger had begun when the record of an offset was judged. */
  boolean isLedgered(long offset) {
    return offset >= beginOfLedger;
  }

  /** The rows in the file. */
  RowsFound rows() {
    return rows;
  }

  /** The rules version in its last row. */
  RowVersion version() {
    return version;
  }

  /** The ledger entry that counted an offset, or null. */
  @Nullable LedgerRange entry(long offset) {
    if (entry < entries.size() && holds(entries.get(entry), offset)) {
      return entries.get(entry);
    }
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      LedgerRange one = entries.get(middle);
      if (holds(one, offset)) {
        entry = middle;
        return one;
      }
      if (offset < one.from()) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return null;
  }

  private static boolean holds(LedgerRange entry, long offset) {
    return offset >= entry.from() && offset < entry.to();
  }
}
