package io.sluice.job.metric;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which schemas of a topic have labels of their own: the newest, by the registry's numbers, which
 * it gives in order. One that was replaced by newer ones never comes back, so that old and new
 * records in turn do not make labels come and go.
 */
public final class NewestLabels {

  /** How many have labels of their own. */
  public static final int MOST = 20;

  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingLong(NewestLabels::number).thenComparing(Comparator.naturalOrder());

  private final TreeSet<String> kept = new TreeSet<>(BY_NUMBER);

  /** Whether a label is one of the newest, and which other had to make room for it. */
  public record Place(boolean own, @Nullable String replaced) {}

  /** Finds out whether a label is one of its own. */
  public Place place(String label) {
    if (kept.contains(label)) {
      return new Place(true, null);
    }
    if (kept.size() < MOST) {
      kept.add(label);
      return new Place(true, null);
    }
    String oldest = kept.first();
    if (number(label) <= number(oldest)) {
      return new Place(false, null);
    }
    kept.remove(oldest);
    kept.add(label);
    return new Place(true, oldest);
  }

  /** The number of {@code id:17}; what has no number is older than everything that has one. */
  private static long number(String label) {
    return label.startsWith("id:") ? Long.parseLong(label.substring(3)) : -1;
  }
}
