package io.sluice.pattern;

/** The flags of modifiers such as {@code (?i:}. */
record Flags(boolean ignoresCase, boolean isMultiline, boolean isDotAll) {

  static final Flags NONE = new Flags(false, false, false);

  Folding folding(boolean isUnicode) {
    return !ignoresCase ? Folding.NONE : isUnicode ? Folding.UNICODE : Folding.CAPITALS;
  }

  /**
   * Reads the letters of a modifier, after its {@code (?} and up to its colon.
   *
   * @param at where the modifier begins
   * @return the flags inside of it
   */
  Flags modified(Scanner in, int at) throws PatternException {
    String on = letters(in);
    boolean hasOff = in.take("-");
    String off = hasOff ? letters(in) : "";
    boolean isTwice = (on + off).chars().distinct().count() < on.length() + off.length();
    if (in.startsWith(")") && !on.isEmpty()) {
      throw new PatternException(
          "in ECMA-262, inline flags must enclose the part they apply to; write (?" + on + ":...)",
          at);
    }
    if (on.length() + off.length() == 0 || isTwice || !in.take(":")) {
      throw new PatternException(
          "'(?' must be followed by one of : = ! <= <! <name> or flags such as i:", at);
    }
    return new Flags(
        is('i', on, off, ignoresCase), is('m', on, off, isMultiline), is('s', on, off, isDotAll));
  }

  private static String letters(Scanner in) {
    StringBuilder letters = new StringBuilder();
    while (in.peek() == 'i' || in.peek() == 'm' || in.peek() == 's') {
      letters.append((char) in.next());
    }
    return letters.toString();
  }

  private static boolean is(char flag, String on, String off, boolean before) {
    return on.indexOf(flag) >= 0 || (before && off.indexOf(flag) < 0);
  }
}
