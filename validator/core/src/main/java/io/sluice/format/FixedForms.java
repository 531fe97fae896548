package io.sluice.format;

/**
 * Recognizers of short formats that read one character at a time, without patterns and without
 * allocation.
 */
final class FixedForms {

  private static final int UUID_LENGTH = 36;
  private static final int ULID_LENGTH = 26;

  private FixedForms() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isUuid(String text) {
    if (text.length() != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = text.charAt(i);
      boolean isHyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (isHyphen ? c != '-' : !isHex(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static boolean isUlid(String text) {
    if (text.length() != ULID_LENGTH || text.charAt(0) < '0' || text.charAt(0) > '7') {
      return false;
    }
    for (int i = 1; i < ULID_LENGTH; i++) {
      if (!isBase32(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Crockford's alphabet, which omits four letters that are easily confused. */
  private static boolean isBase32(char c) {
    char upper = c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
    return isDigit(c)
        || (upper >= 'A'
            && upper <= 'Z'
            && upper != 'I'
            && upper != 'L'
            && upper != 'O'
            && upper != 'U');
  }

  static boolean isE164(String text) {
    int length = text.length();
    if (length < 3 || length > 16 || text.charAt(0) != '+' || text.charAt(1) == '0') {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isIpv4(String text) {
    int at = 0;
    for (int part = 1; part <= 4; part++) {
      int end = at;
      int number = 0;
      while (end < text.length() && end - at < 3 && isDigit(text.charAt(end))) {
        number = number * 10 + text.charAt(end++) - '0';
      }
      boolean hasLeadingZero = end - at > 1 && text.charAt(at) == '0';
      if (end == at || hasLeadingZero || number > 255) {
        return false;
      }
      boolean isLast = part == 4;
      if (isLast ? end != text.length() : end == text.length() || text.charAt(end) != '.') {
        return false;
      }
      at = end + 1;
    }
    return true;
  }
}
