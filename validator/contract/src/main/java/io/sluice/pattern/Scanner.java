package io.sluice.pattern;

/** Reads the text of a pattern by code points or, if Unicode is off, by code units. */
final class Scanner {

  static final int END = -1;

  private final String text;
  private final boolean isUnicode;
  private int at;

  Scanner(String text, boolean isUnicode) {
    this.text = text;
    this.isUnicode = isUnicode;
  }

  int at() {
    return at;
  }

  void goTo(int index) {
    at = index;
  }

  /** The text from an index to here. */
  String since(int index) {
    return text.substring(index, at);
  }

  /** The next character, or {@link #END}. */
  int peek() {
    if (at >= text.length()) {
      return END;
    }
    return isUnicode ? text.codePointAt(at) : text.charAt(at);
  }

  int next() {
    int character = peek();
    at += character > Character.MAX_VALUE ? 2 : character == END ? 0 : 1;
    return character;
  }

  boolean startsWith(String what) {
    return text.startsWith(what, at);
  }

  boolean take(String what) {
    boolean isThere = startsWith(what);
    at += isThere ? what.length() : 0;
    return isThere;
  }

  /**
   * Takes digits.
   *
   * @param most the maximum number of digits
   * @return their value, capped at a large number; {@link #END} if there are none
   */
  long number(int radix, int most) {
    long value = END;
    int start = at;
    while (at < text.length() && at - start < most) {
      int digit = text.charAt(at) < 128 ? Character.digit(text.charAt(at), radix) : END;
      if (digit < 0) {
        break;
      }
      value = Math.min(Math.max(value, 0) * radix + digit, Integer.MAX_VALUE);
      at++;
    }
    return value;
  }

  /** Reads exactly the given number of hexadecimal digits, or nothing. */
  int hex(int digits) {
    int start = at;
    long value = number(16, digits);
    if (at - start < digits) {
      at = start;
      return END;
    }
    return (int) value;
  }

  /**
   * Joins a code unit with the {@code \\u} escape of a low surrogate that follows, if both form a
   * pair. Otherwise reads nothing and returns the unit.
   */
  int withLowSurrogate(int first) {
    int start = at;
    if (first >= 0xD800 && first < 0xDC00 && take("\\u")) {
      int second = hex(4);
      if (second >= 0xDC00 && second < 0xE000) {
        return Character.toCodePoint((char) first, (char) second);
      }
      at = start;
    }
    return first;
  }
}
