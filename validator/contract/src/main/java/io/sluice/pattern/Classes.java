package io.sluice.pattern;

import com.ibm.icu.text.UnicodeSet;

/**
 * Reads character classes in brackets.
 *
 * @see <a href="https://tc39.es/ecma262/#prod-CharacterClass">ECMA-262, CharacterClass</a>
 */
final class Classes {

  private final Scanner in;
  private final boolean isUnicode;
  private final Escapes escapes;
  private final CharacterSets sets;

  Classes(Scanner in, boolean isUnicode, Escapes escapes, CharacterSets sets) {
    this.in = in;
    this.isUnicode = isUnicode;
    this.escapes = escapes;
    this.sets = sets;
  }

  /** Reads a class from its {@code [} to its {@code ]}. */
  UnicodeSet bracketed(Flags flags) throws PatternException {
    int start = in.at();
    in.next();
    boolean isNegated = in.take("^");
    UnicodeSet all = new UnicodeSet();
    while (!in.take("]")) {
      int at = in.at();
      ClassItem first = item(start, flags);
      all.addAll(first.set());
      int dash = in.at();
      if (!in.take("-")) {
        continue;
      }
      if (in.startsWith("]")) {
        in.goTo(dash);
        continue;
      }
      addRange(all, first, item(start, flags), at);
    }
    UnicodeSet closed = flags.folding(isUnicode).close(all);
    return sets.shared(isNegated ? sets.not(closed) : closed);
  }

  /** Adds the range from one item to another. In Annex B, sets next to a hyphen are not a range. */
  private void addRange(UnicodeSet all, ClassItem first, ClassItem last, int at)
      throws PatternException {
    if (first.isSet() || last.isSet()) {
      if (isUnicode) {
        throw new PatternException(
            "both ends of a range in [ ] must be single characters; to match a hyphen, write '\\-'",
            at);
      }
      all.add('-').addAll(last.set());
    } else if (first.character() > last.character()) {
      throw new PatternException("a range in [ ] must start with the smaller character", at);
    } else {
      all.add(first.character(), last.character());
    }
  }

  private ClassItem item(int start, Flags flags) throws PatternException {
    if (in.peek() == Scanner.END) {
      throw new PatternException("this '[' has no matching ']'", start);
    }
    return in.startsWith("\\") ? escapes.read(true, flags) : ClassItem.of(in.next());
  }
}
