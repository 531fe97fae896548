package io.sluice.pattern;

import com.ibm.icu.text.UnicodeSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sets of characters of one pattern.
 *
 * @see <a href="https://tc39.es/ecma262/#prod-CharacterClassEscape">ECMA-262,
 *     CharacterClassEscape</a>
 */
final class CharacterSets {

  private static final UnicodeSet DIGITS = new UnicodeSet('0', '9').freeze();
  private static final UnicodeSet WORD =
      new UnicodeSet('0', '9').add('A', 'Z').add('a', 'z').add('_').freeze();

  private static final UnicodeSet LINE_ENDS =
      new UnicodeSet().add('\n').add('\r').add(0x2028).add(0x2029).freeze();

  /** WhiteSpace and LineTerminator of ECMA-262. */
  private static final UnicodeSet SPACE =
      new UnicodeSet("[:Zs:]").add('\t').add(0x0B).add('\f').add(0xFEFF).addAll(LINE_ENDS).freeze();

  private final boolean isUnicode;

  /** Equal sets share one object, because the sets of properties are large. */
  private final Map<UnicodeSet, UnicodeSet> known = new HashMap<>();

  CharacterSets(boolean isUnicode) {
    this.isUnicode = isUnicode;
  }

  static boolean isLineEnd(int character) {
    return LINE_ENDS.contains(character);
  }

  private UnicodeSet all() {
    return new UnicodeSet(0, isUnicode ? Character.MAX_CODE_POINT : Character.MAX_VALUE);
  }

  /** All characters except those in a set. */
  UnicodeSet not(UnicodeSet set) {
    return all().removeAll(set);
  }

  /** The set with all characters that are equal to one in it if case is ignored. */
  UnicodeSet folded(UnicodeSet set, Flags flags) {
    return shared(flags.folding(isUnicode).close(set));
  }

  /** The set itself, or an equal set in the same pattern. */
  UnicodeSet shared(UnicodeSet set) {
    UnicodeSet same = known.get(set);
    if (same == null) {
      same = set.freeze();
      known.put(same, same);
    }
    return same;
  }

  /** The word characters, at whose edges {@code \b} matches. */
  UnicodeSet word(Flags flags) {
    return flags.ignoresCase() && isUnicode ? folded(WORD, flags) : WORD;
  }

  UnicodeSet dot(Flags flags) {
    return shared(flags.isDotAll() ? all() : not(LINE_ENDS));
  }

  UnicodeSet one(int character, Flags flags) {
    return folded(new UnicodeSet(character, character), flags);
  }

  /** The set of an escape such as {@code \d}; null if the letter names none. */
  @Nullable UnicodeSet escaped(int letter, Flags flags) {
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
}
