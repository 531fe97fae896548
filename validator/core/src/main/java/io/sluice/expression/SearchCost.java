package io.sluice.expression;

/** The cost of searching for one text in another. */
final class SearchCost {

  /** Up to this number of comparisons, a search is not worth counting. */
  private static final long NOT_WORTH_COUNTING = 1 << 16;

  private SearchCost() {}

  /**
   * The number of character pairs that a search compares if it tries one position after another,
   * like the searches of Java and CEL. For a text such as {@code aaaa}, it can be the product of
   * both lengths. The Z algorithm counts it in linear time.
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
