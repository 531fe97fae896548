package io.sluice.failure;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Suggests what a user probably meant by an unknown name. */
public final class Suggestion {

  private Suggestion() {}

  /** The end of a message: the most similar known name, or all known names. */
  public static String among(String wrong, Collection<String> all) {
    String near = near(wrong, all);
    List<String> known = all.stream().filter(name -> !name.equals(wrong)).sorted().toList();
    return near.isEmpty() && !known.isEmpty() ? "; use one of: " + String.join(", ", known) : near;
  }

  /** The same for a long list of names: empty if no name is similar. */
  public static String near(String wrong, Collection<String> all) {
    return nearest(wrong, all).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  /** The known name that differs by a few letters, or the only known name that starts with it. */
  public static Optional<String> nearest(String wrong, Collection<String> all) {
    List<String> known = all.stream().filter(name -> !name.equals(wrong)).toList();
    int likely = wrong.length() < 2 ? 0 : Math.max(1, wrong.length() / 3);
    Optional<String> nearest =
        known.stream()
            .min(Comparator.comparingInt(name -> distance(wrong, name)))
            .filter(name -> distance(wrong, name) <= likely);
    if (nearest.isPresent()) {
      return nearest;
    }
    List<String> longer =
        known.stream().filter(name -> wrong.length() > 2 && name.startsWith(wrong)).toList();
    return longer.size() == 1 ? Optional.of(longer.get(0)) : Optional.empty();
  }

  /** Whether a name is a typo: at most two edits away from a known name. */
  public static boolean isSlip(String wrong, Collection<String> known) {
    return wrong.length() > 3 && known.stream().anyMatch(name -> distance(wrong, name) <= 2);
  }

  /** The number of letters to change, add, remove, or swap with their neighbor. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
