package io.sluice.pattern;

/** Counts the groups of a whole pattern, which determine the meaning of some escapes. */
record GroupCount(int count, boolean hasNames) {

  static GroupCount of(String pattern) {
    int count = 0;
    boolean hasNames = false;
    boolean isClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char character = pattern.charAt(i);
      if (character == '\\') {
        i++;
      } else if (isClass) {
        isClass = character != ']';
      } else if (character == '[') {
        isClass = true;
      } else if (character == '(') {
        boolean isPlain = !pattern.startsWith("?", i + 1);
        boolean isNamed =
            pattern.startsWith("?<", i + 1)
                && !pattern.startsWith("?<=", i + 1)
                && !pattern.startsWith("?<!", i + 1);
        count += isPlain || isNamed ? 1 : 0;
        hasNames |= isNamed;
      }
    }
    return new GroupCount(count, hasNames);
  }
}
