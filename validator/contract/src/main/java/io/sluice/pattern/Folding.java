package io.sluice.pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.UnicodeSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Rules for characters that count as equal.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-runtime-semantics-canonicalize-ch">ECMA-262,
 *     Canonicalize</a>
 */
enum Folding {
  /** Only identical characters. */
  NONE,
  /** By simple case folding, as with the flags {@code i} and {@code u}. */
  UNICODE,
  /** By their capital letter, as with the flag {@code i} alone. */
  CAPITALS;

  private static final class Capitals {
    /** Code units by their capital letter, if several share it. */
    private static final Map<Integer, UnicodeSet> ALIKE = alike();

    private static Map<Integer, UnicodeSet> alike() {
      Map<Integer, UnicodeSet> all = new HashMap<>();
      for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
        all.computeIfAbsent(capital(unit), any -> new UnicodeSet()).add(unit);
      }
      all.values().removeIf(set -> set.size() < 2);
      return all;
    }
  }

  private static int capital(int unit) {
    String upper = UCharacter.toUpperCase(Locale.ROOT, Character.toString((char) unit));
    boolean isOther = upper.length() != 1 || (unit >= 128 && upper.charAt(0) < 128);
    return isOther ? unit : upper.charAt(0);
  }

  /** The character that represents all equal characters. */
  int of(int character) {
    return switch (this) {
      case NONE -> character;
      case UNICODE -> UCharacter.foldCase(character, true);
      case CAPITALS -> capital(character);
    };
  }

  /** The set with all characters that are equal to one in it. */
  UnicodeSet close(UnicodeSet set) {
    UnicodeSet closed = new UnicodeSet(set);
    if (this == UNICODE) {
      return closed.closeOver(UnicodeSet.SIMPLE_CASE_INSENSITIVE);
    }
    if (this == CAPITALS) {
      Capitals.ALIKE
          .values()
          .forEach(
              alike -> {
                if (alike.containsSome(set)) {
                  closed.addAll(alike);
                }
              });
    }
    return closed;
  }
}
