package io.sluice.audit.report;

import io.sluice.audit.report.Finding.Kind;
import io.sluice.offset.Coordinates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A thread-safe collection of findings. Equal findings of consecutive offsets become one, so that a
 * lost day fits into memory.
 */
public final class Findings {

  /** The maximum number of findings in the list; the rest are only counted. */
  private static final int MOST = 100_000;

  private final List<Finding> found = new ArrayList<>();
  private long left;
  private long added;

  /** Adds a finding about a table or topic as a whole, once. */
  public synchronized void add(Kind kind, String where, String message) {
    Finding one = new Finding(kind, null, null, where, message);
    added++;
    if (!found.contains(one)) {
      found.add(one);
    }
  }

  /** Adds a finding about a record. */
  public synchronized void add(Kind kind, Coordinates at, String where, String message) {
    Finding next = new Finding(kind, at, at, where, message);
    added++;
    Finding before = found.isEmpty() ? null : found.get(found.size() - 1);
    if (before != null && before.isFollowedBy(next)) {
      found.set(found.size() - 1, before.upTo(next));
    } else if (found.size() < MOST) {
      found.add(next);
    } else {
      left++;
    }
  }

  /** The number of findings that {@link #all} does not list. */
  public synchronized long left() {
    return left;
  }

  /** The number of findings added so far, before merging. */
  public synchronized long added() {
    return added;
  }

  /** The listed findings by topic, partition, and offset, after the findings about tables. */
  public synchronized List<Finding> all() {
    List<Finding> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing(Finding::at, Comparator.nullsFirst(Comparator.naturalOrder())));
    List<Finding> merged = new ArrayList<>();
    for (Finding next : sorted) {
      Finding before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (before != null && before.isFollowedBy(next)) {
        merged.set(merged.size() - 1, before.upTo(next));
      } else {
        merged.add(next);
      }
    }
    return List.copyOf(merged);
  }
}
