package io.sluice.pattern;

import com.ibm.icu.text.UnicodeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads escapes that stand for characters.
 *
 * @see <a href="https://tc39.es/ecma262/#prod-CharacterEscape">ECMA-262, CharacterEscape</a>
 */
final class Escapes {

  private final Scanner in;
  private final boolean isUnicode;
  private final boolean hasNames;
  private final CharacterSets sets;

  /**
   * @param hasNames whether a group of the pattern has a name, so that {@code \k} is a reference
   */
  Escapes(Scanner in, boolean isUnicode, boolean hasNames, CharacterSets sets) {
    this.in = in;
    this.isUnicode = isUnicode;
    this.hasNames = hasNames;
    this.sets = sets;
  }

  /** Reads an escape, starting at its backslash. */
  ClassItem read(boolean isInClass, Flags flags) throws PatternException {
    int at = in.at();
    in.next();
    int after = in.at();
    int letter = in.next();
    UnicodeSet set = sets.escaped(letter, flags);
    if (set != null) {
      return ClassItem.of(set);
    }
    if (letter == Scanner.END) {
      throw new PatternException("the pattern ends with a '\\'", at);
    }
    if (isUnicode && (letter == 'p' || letter == 'P')) {
      UnicodeSet property = PropertyEscape.read(in, at);
      return ClassItem.of(letter == 'p' ? property : sets.not(property));
    }
    if (letter == 'c') {
      return ClassItem.of(letterOfControl(isInClass, at, after));
    }
    if (letter >= '0' && letter <= '9') {
      in.goTo(after);
      return ClassItem.of(digits(at));
    }
    int character = isInClass ? inClass(letter) : Scanner.END;
    if (character < 0) {
      character = character(letter, at);
    }
    return ClassItem.of(character < 0 ? itself(letter, at) : character);
  }

  /** The meaning of a letter in brackets only; -1 if it has no other meaning there. */
  private static int inClass(int letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case '-' -> '-';
      default -> Scanner.END;
    };
  }

  /** The character for a letter and the text after it; -1 if there is none. */
  private int character(int letter, int at) throws PatternException {
    return switch (letter) {
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      case 'x' -> in.hex(2);
      case 'u' -> codePoint(at);
      default -> Scanner.END;
    };
  }

  private int letterOfControl(boolean isInClass, int at, int after) throws PatternException {
    int next = in.peek();
    boolean isLetter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    boolean isLegacy = !isUnicode && isInClass && ((next >= '0' && next <= '9') || next == '_');
    if (isLetter || isLegacy) {
      return in.next() % 32;
    }
    if (isUnicode) {
      throw new PatternException("'\\c' must be followed by a letter, such as \\cJ", at);
    }
    // a literal backslash, followed by a c
    in.goTo(after);
    return '\\';
  }

  /** Digits that are not a backreference: octal if Unicode is off. */
  private int digits(int at) throws PatternException {
    if (isUnicode) {
      int zero = in.next();
      if (zero == '0' && (in.peek() < '0' || in.peek() > '9')) {
        return 0;
      }
      throw new PatternException(
          "there is no group with this number, and ECMA-262 has no octal escapes; write '\\x'"
              + " and two"
              + " hexadecimal digits",
          at);
    }
    int first = in.peek();
    if (first >= '8') {
      return in.next();
    }
    return (int) in.number(8, first <= '3' ? 3 : 2);
  }

  /** The character after {@code \\u}; -1 if no character follows. */
  private int codePoint(int at) throws PatternException {
    if (isUnicode && in.take("{")) {
      long value = in.number(16, Integer.MAX_VALUE);
      if (value < 0 || value > Character.MAX_CODE_POINT || !in.take("}")) {
        throw new PatternException("\\u{..} takes a hexadecimal code point up to 10FFFF", at);
      }
      return (int) value;
    }
    int first = in.hex(4);
    return isUnicode ? in.withLowSurrogate(first) : first;
  }

  private int itself(int letter, int at) throws PatternException {
    boolean isSyntax = letter < 128 && "^$\\.*+?()[]{}|/".indexOf(letter) >= 0;
    boolean isFree = !isUnicode && letter != 'c' && !(letter == 'k' && hasNames);
    if (!isSyntax && !isFree) {
      String text = Character.toString(letter);
      String anchor = anchor(letter);
      throw new PatternException(
          "ECMA-262 has no escape '\\"
              + text
              + (anchor == null
                  ? "'; to match '" + text + "', write it without the backslash"
                  : "'; write '" + anchor + "'"),
          at);
    }
    return letter;
  }

  /** The equivalent of {@code \A} and {@code \z} of other languages, or null. */
  private static @Nullable String anchor(int letter) {
    return switch (letter) {
      case 'A' -> "^";
      case 'Z', 'z' -> "$";
      default -> null;
    };
  }
}
