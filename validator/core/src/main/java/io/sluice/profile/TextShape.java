package io.sluice.profile;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/** Derives patterns for codes: counts letters and digits and keeps other characters. */
final class TextShape {

  private static final int LONGEST = 40;

  private TextShape() {}

  /** {@code ^[A-Z]{3}-[0-9]{5}$} for ABC-12345; null if the text is not a code. */
  static @Nullable String of(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    StringBuilder pattern = new StringBuilder("^");
    int start = 0;
    boolean hasDigit = false;
    while (start < text.length()) {
      String kind = kind(text.charAt(start));
      hasDigit |= "[0-9]".equals(kind);
      if (kind == null) {
        char literal = text.charAt(start);
        if (Character.isLetterOrDigit(literal) || Character.isWhitespace(literal)) {
          return null;
        }
        pattern.append(Pattern.quote("" + literal));
        start++;
        continue;
      }
      int end = start;
      while (end < text.length() && kind.equals(kind(text.charAt(end)))) {
        end++;
      }
      pattern.append(kind);
      if (end - start > 1) {
        pattern.append('{').append(end - start).append('}');
      }
      start = end;
    }
    return hasDigit ? pattern.append('$').toString() : null;
  }

  private static @Nullable String kind(char character) {
    if (character >= '0' && character <= '9') {
      return "[0-9]";
    }
    if (character >= 'A' && character <= 'Z') {
      return "[A-Z]";
    }
    return character >= 'a' && character <= 'z' ? "[a-z]" : null;
  }
}
