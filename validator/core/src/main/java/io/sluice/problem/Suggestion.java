package io.sluice.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** What a user probably meant by a name that is not known. */
public final class Suggestion {

  private Suggestion() {}

  /** The end of a sentence: the nearest of the known names, or all of them. */
  public static String among(String wrong, Collection<String> known) {
    if (known.isEmpty()) {
      return "";
    }
    String nearest =
        known.stream().min(Comparator.comparingInt(name -> distance(wrong, name))).orElseThrow();
    if (distance(wrong, nearest) <= Math.max(1, wrong.length() / 3)) {
      return "; did you mean '" + nearest + "'?";
    }
    return "; known: " + known.stream().sorted().collect(Collectors.joining(", "));
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
        diagonal = row[j];
        row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
