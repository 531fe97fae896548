package io.sluice.offset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of offsets with one bit per offset, in pages, so that large offsets cost nothing. Not
 * thread-safe.
 */
public final class OffsetSet {

  private static final int PAGE_BITS = 12;

  /** A key that no page has. */
  private static final long NONE = Long.MAX_VALUE;

  private final Map<Long, BitSet> pages = new HashMap<>();

  /** The key of the current page; offsets come in order. */
  private long lastKey = NONE;

  /** The current page, or null if it does not exist. */
  private @Nullable BitSet lastPage;

  private @Nullable BitSet page(long offset) {
    long key = offset >> PAGE_BITS;
    if (key != lastKey) {
      lastPage = pages.get(key);
      lastKey = key;
    }
    return lastPage;
  }

  private void forgetPage() {
    lastKey = NONE;
    lastPage = null;
  }

  /** Adds an offset; returns false if the set already has it. */
  public boolean add(long offset) {
    BitSet page = page(offset);
    if (page == null) {
      page = new BitSet();
      pages.put(offset >> PAGE_BITS, page);
      lastPage = page;
    }
    int bit = (int) (offset & ((1 << PAGE_BITS) - 1));
    boolean isNew = !page.get(bit);
    page.set(bit);
    return isNew;
  }

  /**
   * Adds all offsets of another set.
   *
   * @param twice receives the offsets that this set already has
   */
  public void addAll(OffsetSet other, OffsetSet twice) {
    forgetPage();
    twice.forgetPage();
    other.pages.forEach(
        (page, bits) -> {
          BitSet own = pages.computeIfAbsent(page, key -> new BitSet());
          if (own.intersects(bits)) {
            BitSet both = (BitSet) own.clone();
            both.and(bits);
            twice.pages.computeIfAbsent(page, key -> new BitSet()).or(both);
          }
          own.or(bits);
        });
  }

  public boolean isEmpty() {
    return pages.values().stream().allMatch(BitSet::isEmpty);
  }

  public boolean contains(long offset) {
    BitSet page = page(offset);
    return page != null && page.get((int) (offset & ((1 << PAGE_BITS) - 1)));
  }

  /** Removes an offset; returns false if the set does not have it. */
  public boolean remove(long offset) {
    BitSet page = page(offset);
    int bit = (int) (offset & ((1 << PAGE_BITS) - 1));
    if (page == null || !page.get(bit)) {
      return false;
    }
    page.clear(bit);
    return true;
  }

  /** The number of offsets in a range; the end is exclusive. */
  public long count(long from, long to) {
    long count = 0;
    for (long page = from >> PAGE_BITS; page <= (to - 1) >> PAGE_BITS; page++) {
      BitSet bits = pages.get(page);
      if (bits != null) {
        long base = page << PAGE_BITS;
        int first = (int) Math.max(0, from - base);
        int last = (int) Math.min(1 << PAGE_BITS, to - base);
        count += bits.get(first, last).cardinality();
      }
    }
    return count;
  }

  /** Visits each offset in order. */
  public void forEach(LongConsumer each) {
    new TreeMap<>(pages)
        .forEach(
            (page, bits) -> bits.stream().forEach(bit -> each.accept((page << PAGE_BITS) + bit)));
  }

  /** The first and last offset of each run without gaps, in order. */
  public List<long[]> ranges() {
    List<long[]> ranges = new ArrayList<>();
    forEach(
        offset -> {
          long[] last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
          if (last != null && last[1] + 1 == offset) {
            last[1] = offset;
          } else {
            ranges.add(new long[] {offset, offset});
          }
        });
    return ranges;
  }
}
