package io.sluice.audit;

import io.sluice.audit.Finding.Kind;
import io.sluice.offset.Coordinates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers findings; what is the same for neighbouring offsets becomes one, so that a lost day fits.
 */
final class Findings {

  private final List<Finding> found = new ArrayList<>();

  void add(Kind kind, String where, String message) {
    found.add(new Finding(kind, null, null, where, message));
  }

  void add(Kind kind, Coordinates at, String where, String message) {
    Finding next = new Finding(kind, at, at, where, message);
    Finding before = found.isEmpty() ? null : found.get(found.size() - 1);
    if (before != null && before.isFollowedBy(next)) {
      found.set(found.size() - 1, before.upTo(next));
    } else {
      found.add(next);
    }
  }

  /** All, by topic, partition and offset; those about tables first. */
  List<Finding> all() {
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
