package io.sluice.pattern;

import org.jspecify.annotations.Nullable;

/**
 * The number of times that a part of a pattern is repeated.
 *
 * @param most {@link Node#UNBOUNDED} for no limit
 * @see <a href="https://tc39.es/ecma262/#prod-Quantifier">ECMA-262, Quantifier</a>
 */
record Quantifier(int least, int most, boolean isGreedy) {

  /** The bounds in {@code { }}, or in its short form. */
  private record Bounds(long least, long most) {}

  /** Reads a quantifier. Reads nothing and returns null if none is next. */
  static @Nullable Quantifier take(Scanner in) throws PatternException {
    int at = in.at();
    Bounds bounds =
        in.take("*")
            ? new Bounds(0, Node.UNBOUNDED)
            : in.take("+")
                ? new Bounds(1, Node.UNBOUNDED)
                : in.take("?") ? new Bounds(0, 1) : braces(in);
    if (bounds == null) {
      return null;
    }
    if (bounds.least() > bounds.most()) {
      throw new PatternException("the smaller number must come first in { }", at);
    }
    return new Quantifier((int) bounds.least(), (int) bounds.most(), !in.take("?"));
  }

  /** Reads {@code {n}}, {@code {n,}}, or {@code {n,m}}. Returns whether one of these is next. */
  static boolean takeBraces(Scanner in) {
    return braces(in) != null;
  }

  private static @Nullable Bounds braces(Scanner in) {
    int start = in.at();
    if (in.take("{")) {
      long least = in.number(10, Integer.MAX_VALUE);
      long most = least;
      if (least >= 0 && in.take(",")) {
        most = in.number(10, Integer.MAX_VALUE);
        most = most < 0 ? Node.UNBOUNDED : most;
      }
      if (least >= 0 && in.take("}")) {
        return new Bounds(least, most);
      }
    }
    in.goTo(start);
    return null;
  }
}
