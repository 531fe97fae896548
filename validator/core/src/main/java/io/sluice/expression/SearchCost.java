package io.sluice.expression;

/** The cost of searching for one text in another. */
final class SearchCost {

  /** Up to here the most that a search may compare is not worth counting. */
  private static final long NOT_WORTH_COUNTING = 1 << 16;

  private SearchCost() {}

  /**
   * How many pairs of characters a search compares that tries one place after another, as Java's
   * and CEL's do. A text such as {@code aaaa} makes that as much as both lengths multiplied. It is
   * counted in linear time, by the Z algorithm.
   */
  static long comparisons(String text, String wanted) {
    int length = wanted.length();
    long most = (long) text.length() * length;
    if (most <= NOT_WORTH_COUNTING) {
      return most;
    }
    String both = wanted + text;
    // for each place in what is wanted, how many characters there are its first ones
    int[] prefixes = new int[length];
    long comparisons = 0;
    int start = 0;
    int end = 0;
    for (int i = 1; i < both.length(); i++) {
      int same = i < end ? Math.min(end - i, prefixes[i - start]) : 0;
      while (same < length
          && i + same < both.length()
          && both.charAt(i + same) == wanted.charAt(same)) {
        same++;
      }
      if (i + same > end) {
        start = i;
        end = i + same;
      }
      if (i < length) {
        prefixes[i] = same;
      } else {
        comparisons += same + 1;
      }
    }
    return comparisons;
  }
}
