package io.sluice.pattern;

import com.ibm.icu.text.UnicodeSet;

/**
 * Reads the property in {@code \p{..}}.
 *
 * @see <a href="https://tc39.es/ecma262/#prod-UnicodePropertyValueExpression">ECMA-262,
 *     UnicodePropertyValueExpression</a>
 */
final class PropertyEscape {

  private PropertyEscape() {}

  /**
   * Reads it after the letter.
   *
   * @param at where the escape begins
   */
  static UnicodeSet read(Scanner in, int at) throws PatternException {
    String letter = in.since(at);
    if (!in.take("{")) {
      throw new PatternException(
          "'" + letter + "' must be followed by a property in braces, such as " + letter + "{L}",
          at);
    }
    int start = in.at();
    while (in.peek() != '}' && in.peek() != Scanner.END) {
      in.next();
    }
    String name = in.since(start);
    if (!in.take("}")) {
      throw new PatternException("this '" + letter + "{' has no matching '}'", at);
    }
    int sign = name.indexOf('=');
    UnicodeSet set =
        sign < 0
            ? UnicodeProperties.of(name)
            : UnicodeProperties.of(name.substring(0, sign), name.substring(sign + 1));
    if (set == null) {
      throw new PatternException(unknown(letter, name), at);
    }
    return set;
  }

  private static String unknown(String letter, String name) {
    return UnicodeProperties.of("Script", name) == null
        ? "there is no Unicode property '"
            + name
            + "'; write, for example, "
            + letter
            + "{Letter} or "
            + letter
            + "{Script=Greek}; names are case-sensitive"
        : "'" + name + "' is a script; write " + letter + "{Script=" + name + "}";
  }
}
