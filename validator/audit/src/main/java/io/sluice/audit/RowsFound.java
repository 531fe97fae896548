package io.sluice.audit;

import io.sluice.offset.OffsetSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one source partition that one table has: a bit or two for each, and for each page of
 * offsets the sum of what the rows hold.
 */
final class RowsFound {

  /** Offsets of one page, as a power of two. */
  static final int PAGE_BITS = 12;

  private final OffsetSet rows = new OffsetSet();
  private final OffsetSet twice = new OffsetSet();
  private final OffsetSet warned = new OffsetSet();

  /** Rows that may be of an earlier topic of the same name. */
  private final OffsetSet perhaps = new OffsetSet();

  private final Map<Long, long[]> sums = new HashMap<>();

  /** The page that was added to last: offsets come in order. */
  private long lastPage;

  private long @Nullable [] lastSum;

  /** Adds a row. */
  void add(long offset, boolean isWarned) {
    if (!rows.add(offset)) {
      boolean unused = twice.add(offset);
    }
    if (isWarned) {
      boolean unused = warned.add(offset);
    }
  }

  void addPerhaps(long offset) {
    boolean unused = perhaps.add(offset);
  }

  /** Adds the hash of what a row holds; the hash of what it must hold is subtracted. */
  void addHash(long offset, long hash) {
    long page = offset >> PAGE_BITS;
    long[] sum = lastSum;
    if (sum == null || page != lastPage) {
      sum = sums.computeIfAbsent(page, key -> new long[1]);
      lastSum = sum;
      lastPage = page;
    }
    sum[0] += hash;
  }

  /** Adds what another part of the table has. */
  void addAll(RowsFound other) {
    OffsetSet both = new OffsetSet();
    rows.addAll(other.rows, both);
    twice.addAll(other.twice, new OffsetSet());
    twice.addAll(both, new OffsetSet());
    warned.addAll(other.warned, new OffsetSet());
    perhaps.addAll(other.perhaps, new OffsetSet());
    other.sums.forEach((page, sum) -> sums.computeIfAbsent(page, key -> new long[1])[0] += sum[0]);
  }

  OffsetSet rows() {
    return rows;
  }

  /** Offsets of which there is more than one row. */
  OffsetSet twice() {
    return twice;
  }

  OffsetSet warned() {
    return warned;
  }

  OffsetSet perhaps() {
    return perhaps;
  }

  /** The first offset of each page whose rows do not hold what they must, with its end. */
  Map<Long, Long> differing() {
    Map<Long, Long> pages = new TreeMap<>();
    sums.forEach(
        (page, sum) -> {
          if (sum[0] != 0) {
            pages.put(page << PAGE_BITS, (page + 1) << PAGE_BITS);
          }
        });
    return pages;
  }
}
