package io.sluice.pattern;

import com.ibm.icu.text.UnicodeSet;
import java.util.List;

/**
 * A part of a pattern.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-patterns">ECMA-262, Patterns</a>
 */
sealed interface Node {

  /** One character of a set: a code point, or a code unit if Unicode is off. */
  record Chars(UnicodeSet set) implements Node {}

  /** All parts, one after another. */
  record Sequence(List<Node> parts) implements Node {}

  /** The first branch that leads to a match. */
  record Choice(List<Node> branches) implements Node {}

  /**
   * A group that backreferences can refer to.
   *
   * @param number from 1
   */
  record Group(int number, Node body) implements Node {}

  /**
   * The text that a group matched earlier.
   *
   * @param groups several if several branches use the name; at most one of them is set
   */
  record BackReference(List<Integer> groups, Folding folding) implements Node {}

  /** Look-ahead, or look-behind. */
  record Look(Node body, boolean isBehind, boolean isNegative) implements Node {}

  /** A position between characters. */
  record Place(Edge edge, UnicodeSet word) implements Node {}

  /**
   * A part that is repeated.
   *
   * @param most {@link #UNBOUNDED} for no limit
   * @param firstGroup the first of the groups inside, which each iteration resets
   * @param lastGroup the end of the groups inside, exclusive
   */
  record Repeat(Node body, int least, int most, boolean isGreedy, int firstGroup, int lastGroup)
      implements Node {}

  int UNBOUNDED = Integer.MAX_VALUE;

  /** The positions between characters. */
  enum Edge {
    START,
    END,
    LINE_START,
    LINE_END,
    WORD,
    NOT_WORD
  }
}
