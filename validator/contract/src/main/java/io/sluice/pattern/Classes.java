package io.sluice.pattern;

import com.ibm.icu.text.UnicodeSet;
import io.sluice.pattern.Parser.Flags;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads sets of characters: classes in brackets, and escapes.
 *
 * @see <a href="https://tc39.es/ecma262/#prod-CharacterClass">ECMA-262, CharacterClass</a>
 */
final class Classes {

  private static final UnicodeSet DIGITS = new UnicodeSet('0', '9').freeze();
  private static final UnicodeSet WORD =
      new UnicodeSet('0', '9').add('A', 'Z').add('a', 'z').add('_').freeze();

  private static final UnicodeSet LINE_ENDS =
      new UnicodeSet().add('\n').add('\r').add(0x2028).add(0x2029).freeze();

  /** WhiteSpace and LineTerminator of ECMA-262. */
  private static final UnicodeSet SPACE =
      new UnicodeSet("[:Zs:]").add('\t').add(0x0B).add('\f').add(0xFEFF).addAll(LINE_ENDS).freeze();

  private final Scanner in;
  private final boolean isUnicode;
  private final boolean hasNames;

  /** Equal sets are one object: those of properties are large. */
  private final Map<UnicodeSet, UnicodeSet> known = new HashMap<>();

  Classes(Scanner in, boolean isUnicode, boolean hasNames) {
    this.in = in;
    this.isUnicode = isUnicode;
    this.hasNames = hasNames;
  }

  static boolean isLineEnd(int character) {
    return LINE_ENDS.contains(character);
  }

  private UnicodeSet not(UnicodeSet set) {
    return Parser.all(isUnicode).removeAll(set);
  }

  private UnicodeSet folded(UnicodeSet set, Flags flags) {
    return shared(flags.folding(isUnicode).close(set));
  }

  private UnicodeSet shared(UnicodeSet set) {
    UnicodeSet same = known.get(set);
    if (same == null) {
      same = set.freeze();
      known.put(same, same);
    }
    return same;
  }

  /** The characters of words, at whose edges {@code \b} matches. */
  UnicodeSet word(Flags flags) {
    return flags.ignoresCase() && isUnicode ? folded(WORD, flags) : WORD;
  }

  UnicodeSet dot(Flags flags) {
    return shared(flags.isDotAll() ? Parser.all(isUnicode) : not(LINE_ENDS));
  }

  UnicodeSet one(int character, Flags flags) {
    return folded(new UnicodeSet(character, character), flags);
  }

  /** An escape outside of brackets. */
  UnicodeSet escape(Flags flags) throws PatternException {
    Item item = escaped(false, flags);
    return folded(item.set(), flags);
  }

  /**
   * What one part of a class stands for.
   *
   * @param character -1 where it is a set
   */
  private record Item(UnicodeSet set, int character) {
    static Item of(int character) {
      return new Item(new UnicodeSet(character, character), character);
    }

    static Item of(UnicodeSet set) {
      return new Item(set, Scanner.END);
    }
  }

  /** A class in brackets. */
  UnicodeSet bracketed(Flags flags) throws PatternException {
    int start = in.at();
    in.next();
    boolean isNegated = in.take("^");
    UnicodeSet all = new UnicodeSet();
    while (!in.take("]")) {
      int at = in.at();
      Item first = item(start, flags);
      all.addAll(first.set());
      int dash = in.at();
      if (!in.take("-")) {
        continue;
      }
      if (in.startsWith("]")) {
        in.goTo(dash);
        continue;
      }
      Item last = item(start, flags);
      if (first.character() < 0 || last.character() < 0) {
        if (isUnicode) {
          throw new PatternException(
              "a range in [ ] goes from a character to a character; to match a hyphen, write '\\-'",
              at);
        }
        all.add('-').addAll(last.set());
      } else if (first.character() > last.character()) {
        throw new PatternException("the smaller character comes first in a range in [ ]", at);
      } else {
        all.add(first.character(), last.character());
      }
    }
    UnicodeSet closed = flags.folding(isUnicode).close(all);
    return shared(isNegated ? not(closed) : closed);
  }

  private Item item(int start, Flags flags) throws PatternException {
    if (in.peek() == Scanner.END) {
      throw new PatternException("this '[' has no ']'", start);
    }
    return in.startsWith("\\") ? escaped(true, flags) : Item.of(in.next());
  }

  private Item escaped(boolean isInClass, Flags flags) throws PatternException {
    int at = in.at();
    in.next();
    int after = in.at();
    int letter = in.next();
    UnicodeSet set = set(letter, flags);
    if (set != null) {
      return Item.of(set);
    }
    int control = control(letter);
    if (control >= 0) {
      return Item.of(control);
    }
    switch (letter) {
      case Scanner.END -> throw new PatternException("the pattern ends with a '\\'", at);
      case 'p', 'P' -> {
        if (isUnicode) {
          UnicodeSet property = property(at);
          return Item.of(letter == 'p' ? property : not(property));
        }
      }
      case 'b' -> {
        if (isInClass) {
          return Item.of('\b');
        }
      }
      case '-' -> {
        if (isInClass) {
          return Item.of('-');
        }
      }
      case 'c' -> {
        return letterOfControl(isInClass, at, after);
      }
      case 'x' -> {
        int value = in.hex(2);
        if (value >= 0) {
          return Item.of(value);
        }
      }
      case 'u' -> {
        int value = codePoint(at);
        if (value >= 0) {
          return Item.of(value);
        }
      }
      default -> {
        if (letter >= '0' && letter <= '9') {
          in.goTo(after);
          return Item.of(digits(at));
        }
      }
    }
    return Item.of(itself(letter, at));
  }

  /** Null where the letter names no set. */
  private @Nullable UnicodeSet set(int letter, Flags flags) {
    return switch (letter) {
      case 'd' -> DIGITS;
      case 'D' -> not(DIGITS);
      case 's' -> SPACE;
      case 'S' -> not(SPACE);
      case 'w' -> word(flags);
      case 'W' -> not(word(flags));
      default -> null;
    };
  }

  private static int control(int letter) {
    return switch (letter) {
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      default -> Scanner.END;
    };
  }

  private Item letterOfControl(boolean isInClass, int at, int after) throws PatternException {
    int next = in.peek();
    boolean isLetter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    boolean isLegacy = !isUnicode && isInClass && ((next >= '0' && next <= '9') || next == '_');
    if (isLetter || isLegacy) {
      return Item.of(in.next() % 32);
    }
    if (isUnicode) {
      throw new PatternException("'\\c' must be followed by a letter, as in \\cJ", at);
    }
    // a backslash that stands for itself, with a c after it
    in.goTo(after);
    return Item.of('\\');
  }

  /** Digits that are no back-reference: octal, where Unicode is off. */
  private int digits(int at) throws PatternException {
    if (isUnicode) {
      int zero = in.next();
      if (zero == '0' && (in.peek() < '0' || in.peek() > '9')) {
        return 0;
      }
      throw new PatternException(
          "there is no group of this number, and ECMA-262 has no octal escapes; write '\\x' and two"
              + " hexadecimal digits",
          at);
    }
    int first = in.peek();
    if (first >= '8') {
      return in.next();
    }
    return (int) in.number(8, first <= '3' ? 3 : 2);
  }

  /** After {@code \\u}; -1 where no character follows. */
  private int codePoint(int at) throws PatternException {
    if (isUnicode && in.take("{")) {
      long value = in.number(16, Integer.MAX_VALUE);
      if (value < 0 || value > Character.MAX_CODE_POINT || !in.take("}")) {
        throw new PatternException(
            "\\u{..} takes a code point of up to 10FFFF, in hexadecimal", at);
      }
      return (int) value;
    }
    int first = in.hex(4);
    int second = in.at();
    if (isUnicode && first >= 0xD800 && first < 0xDC00 && in.take("\\u")) {
      int low = in.hex(4);
      if (low >= 0xDC00 && low < 0xE000) {
        return Character.toCodePoint((char) first, (char) low);
      }
      in.goTo(second);
    }
    return first;
  }

  /** After {@code \\p}. */
  private UnicodeSet property(int at) throws PatternException {
    String letter = in.since(at);
    if (!in.take("{")) {
      throw new PatternException(
          "'" + letter + "' must be followed by a property in braces, as in " + letter + "{L}", at);
    }
    int start = in.at();
    while (in.peek() != '}' && in.peek() != Scanner.END) {
      in.next();
    }
    String name = in.since(start);
    if (!in.take("}")) {
      throw new PatternException("this '" + letter + "{' has no '}'", at);
    }
    int sign = name.indexOf('=');
    UnicodeSet set =
        sign < 0
            ? UnicodeProperties.of(name)
            : UnicodeProperties.of(name.substring(0, sign), name.substring(sign + 1));
    if (set == null) {
      throw new PatternException(
          UnicodeProperties.of("Script", name) == null
              ? "there is no Unicode property '"
                  + name
                  + "'; write one as in "
                  + letter
                  + "{Letter} or "
                  + letter
                  + "{Script=Greek}, and note that names are case-sensitive"
              : "'" + name + "' is a script; write " + letter + "{Script=" + name + "}",
          at);
    }
    return set;
  }

  private int itself(int letter, int at) throws PatternException {
    boolean isSyntax = letter < 128 && "^$\\.*+?()[]{}|/".indexOf(letter) >= 0;
    boolean isFree = !isUnicode && letter != 'c' && !(letter == 'k' && hasNames);
    if (!isSyntax && !isFree) {
      String anchor =
          switch (letter) {
            case 'A' -> "^";
            case 'Z', 'z' -> "$";
            default -> null;
          };
      String text = Character.toString(letter);
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
}
