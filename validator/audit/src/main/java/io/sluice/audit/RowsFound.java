package io.sluice.audit;

import io.sluice.offset.OffsetSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one source partition in one table: one or two bits per row, and a sum of row hashes
 * per page of offsets.
 */
final class RowsFound {

  /** The number of offsets in a page, as a power of two. */
  static final int PAGE_BITS = 12;

  private final OffsetSet rows = new OffsetSet();
  private final OffsetSet twice = new OffsetSet();
  private final OffsetSet warned = new OffsetSet();

  /** Rows that may belong to an earlier topic of the same name. */
  private final OffsetSet perhaps = new OffsetSet();

  private final Map<Long, long[]> sums = new HashMap<>();

  /** The current page; offsets come in order. */
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

  /** Adds the hash of a row; the hash of the expected row is subtracted later. */
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

  /** Adds the rows of another part of the table. */
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

  /** Offsets with more than one row. */
  OffsetSet twice() {
    return twice;
  }

  OffsetSet warned() {
    return warned;
  }

  OffsetSet perhaps() {
    return perhaps;
  }

  /** The pages whose rows differ from the expected rows: first offset and end. */
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
