package io.sluice.job.metric;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Selects the schemas of a topic that have their own labels: the newest by the registry's IDs,
 * which increase. A replaced label never comes back, so that alternating old and new records do not
 * add and remove labels.
 */
public final class NewestLabels {

  /** The maximum number of labels. */
  public static final int MOST = 20;

  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingLong(NewestLabels::number).thenComparing(Comparator.naturalOrder());

  private final TreeSet<String> kept = new TreeSet<>(BY_NUMBER);

  /** Whether a label is one of the newest, and which label it replaced. */
  public record Place(boolean own, @Nullable String replaced) {}

  /** Decides whether the given schema gets its own label. */
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

  /** The number in {@code id:17}. A label without a number is older than every label with one. */
  private static long number(String label) {
    return label.startsWith("id:") ? Long.parseLong(label.substring(3)) : -1;
  }
}
