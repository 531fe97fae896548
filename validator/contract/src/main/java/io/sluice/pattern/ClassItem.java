package io.sluice.pattern;

import com.ibm.icu.text.UnicodeSet;

/**
 * The meaning of an escape, or of one part of a class in brackets.
 *
 * @param character {@link Scanner#END} if it is a set
 */
record ClassItem(UnicodeSet set, int character) {

  static ClassItem of(int character) {
    return new ClassItem(new UnicodeSet(character, character), character);
  }

  static ClassItem of(UnicodeSet set) {
    return new ClassItem(set, Scanner.END);
  }

  boolean isSet() {
    return character < 0;
  }
}
