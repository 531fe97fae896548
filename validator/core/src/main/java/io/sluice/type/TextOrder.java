package io.sluice.type;

/**
 * Orders text by Unicode code points. Java's own order is by UTF-16 units, which puts characters
 * beyond U+FFFF before U+E000 to U+FFFF.
 */
public final class TextOrder {

  private TextOrder() {}

  /** Less than 0, 0, or more than 0, as {@link Comparable#compareTo}. */
  public static int compare(String one, String other) {
    int end = Math.min(one.length(), other.length());
    for (int i = 0; i < end; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
