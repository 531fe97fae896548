package io.sluice.pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/**
 * Reads the name of a group.
 *
 * @see <a href="https://tc39.es/ecma262/#prod-GroupName">ECMA-262, GroupName</a>
 */
final class GroupName {

  private GroupName() {}

  /** Reads it after the {@code <}, up to the {@code >}. */
  static String read(Scanner in) throws PatternException {
    int at = in.at();
    StringBuilder name = new StringBuilder();
    for (int next = in.next(); next != '>'; next = in.next()) {
      int character = character(in, next);
      if (!isPart(character, name.isEmpty())) {
        throw noIdentifier(at);
      }
      name.appendCodePoint(character);
    }
    if (name.isEmpty()) {
      throw noIdentifier(at);
    }
    return name.toString();
  }

  /** Completes a character: an escape or a surrogate pair has more than one code unit. */
  private static int character(Scanner in, int next) {
    if (next == '\\' && in.take("u")) {
      return in.take("{") ? braced(in) : in.withLowSurrogate(in.hex(4));
    }
    boolean isPair =
        Character.isHighSurrogate((char) next)
            && next <= Character.MAX_VALUE
            && Character.isLowSurrogate((char) in.peek());
    return isPair ? Character.toCodePoint((char) next, (char) in.next()) : next;
  }

  private static int braced(Scanner in) {
    long value = in.number(16, Integer.MAX_VALUE);
    return in.take("}") && value <= Character.MAX_CODE_POINT ? (int) value : Scanner.END;
  }

  private static boolean isPart(int character, boolean isFirst) {
    return character >= 0
        && (character == '$'
            || character == '_'
            || UCharacter.hasBinaryProperty(
                character, isFirst ? UProperty.ID_START : UProperty.ID_CONTINUE)
            || (!isFirst && (character == 0x200C || character == 0x200D)));
  }

  private static PatternException noIdentifier(int at) {
    return new PatternException("a group name must be an identifier, for example (?<year>...)", at);
  }
}
