package io.sluice.expression;

import io.sluice.contract.ExpressionSyntax.Mistake;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds invalid escape sequences in CEL strings. CEL's own parser treats them as the end of the
 * string and reports whatever follows.
 *
 * @see <a
 *     href="https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values">
 *     Language definition, String and Bytes Values</a>
 */
final class CelEscapes {

  private static final String SINGLE = "abfnrtv\\?\"'`";
  private static final String HEX = "0123456789abcdefABCDEF";
  private static final String OCTAL = "01234567";

  private final String expression;
  private int at;

  private CelEscapes(String expression) {
    this.expression = expression;
  }

  /** The first invalid escape sequence; null if all are valid. */
  static @Nullable Mistake firstMistake(String expression) {
    int at = new CelEscapes(expression).firstWrong();
    if (at < 0) {
      return null;
    }
    int lineStart = expression.lastIndexOf('\n', at) + 1;
    int line = 1 + (int) expression.substring(0, at).chars().filter(c -> c == '\n').count();
    String escape = expression.substring(at, Math.min(at + 2, expression.length()));
    return new Mistake(
        line,
        at - lineStart + 1,
        "not valid CEL: there is no escape sequence '"
            + escape
            + "'; write '\\"
            + escape
            + "' for a backslash, or use a raw string, such as r'\\d+'");
  }

  private int firstWrong() {
    while (at < expression.length()) {
      char c = expression.charAt(at);
      if (expression.startsWith("//", at)) {
        int end = expression.indexOf('\n', at);
        at = end < 0 ? expression.length() : end;
      } else if (c == '"' || c == '\'') {
        int wrong = text(c, isRaw());
        if (wrong >= 0) {
          return wrong;
        }
      } else {
        at++;
      }
    }
    return -1;
  }

  /** Whether the prefix of the text that begins here has an r. */
  private boolean isRaw() {
    int start = at;
    while (start > 0 && Character.isLetterOrDigit(expression.charAt(start - 1))) {
      start--;
    }
    String prefix = expression.substring(start, at).toLowerCase(Locale.ROOT);
    return prefix.equals("r") || prefix.equals("rb") || prefix.equals("br");
  }

  /** Reads a text to its end; returns the position of the first invalid escape, or -1. */
  private int text(char quote, boolean isRaw) {
    String three = String.valueOf(quote).repeat(3);
    String end = expression.startsWith(three, at) ? three : String.valueOf(quote);
    at += end.length();
    while (at < expression.length() && !expression.startsWith(end, at)) {
      if (expression.charAt(at) != '\\' || isRaw) {
        at++;
        continue;
      }
      int length = escape(at + 1);
      if (length == 0) {
        return at;
      }
      at += 1 + length;
    }
    at += end.length();
    return -1;
  }

  /** The number of characters after the backslash that belong to an escape; 0 if there is none. */
  private int escape(int from) {
    if (from >= expression.length()) {
      return 0;
    }
    char c = expression.charAt(from);
    if (SINGLE.indexOf(c) >= 0) {
      return 1;
    }
    return switch (c) {
      case 'x', 'X' -> digits(from + 1, 2, HEX);
      case 'u' -> digits(from + 1, 4, HEX);
      case 'U' -> digits(from + 1, 8, HEX);
      case '0', '1', '2', '3' -> digits(from + 1, 2, OCTAL);
      default -> 0;
    };
  }

  /** The given number of digits plus one if the digits are present; otherwise 0. */
  private int digits(int from, int count, String allowed) {
    for (int i = from; i < from + count; i++) {
      if (i >= expression.length() || allowed.indexOf(expression.charAt(i)) < 0) {
        return 0;
      }
    }
    return 1 + count;
  }
}
