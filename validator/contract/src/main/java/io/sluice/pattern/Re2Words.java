package io.sluice.pattern;

import com.google.re2j.Pattern;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.text.UnicodeSetIterator;
import io.sluice.pattern.Node.Edge;
import org.jspecify.annotations.Nullable;

/** Translates a pattern to RE2 syntax, if the meaning is exactly the same. */
final class Re2Words {

  /** The maximum repeat count in RE2. */
  private static final int MOST_ROUNDS = 1_000;

  /** The expanded RE2 pattern must not be much longer than the original text. */
  private static final int LONGEST = 20_000;

  private final StringBuilder out = new StringBuilder();
  private int rounds = 1;

  private Re2Words() {}

  /** The translation; null if RE2 cannot express it. */
  static @Nullable Pattern of(Node pattern) {
    Re2Words words = new Re2Words();
    return words.say(pattern) ? Pattern.compile(words.out.toString()) : null;
  }

  private boolean say(Node node) {
    if (out.length() > LONGEST) {
      return false;
    }
    if (node instanceof Node.Chars chars) {
      say(chars.set());
      return true;
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.parts().stream().allMatch(this::say);
    }
    if (node instanceof Node.Choice choice) {
      out.append("(?:");
      for (int i = 0; i < choice.branches().size(); i++) {
        out.append(i == 0 ? "" : "|");
        if (!say(choice.branches().get(i))) {
          return false;
        }
      }
      out.append(')');
      return true;
    }
    if (node instanceof Node.Group group) {
      return say(group.body());
    }
    if (node instanceof Node.Place place) {
      return say(place);
    }
    return node instanceof Node.Repeat repeat && say(repeat);
  }

  private boolean say(Node.Place place) {
    String edge =
        switch (place.edge()) {
          case START -> "\\A";
          case END -> "\\z";
          case WORD -> "\\b";
          case NOT_WORD -> "\\B";
          case LINE_START, LINE_END -> null;
        };
    boolean isAboutWords = place.edge() == Edge.WORD || place.edge() == Edge.NOT_WORD;
    if (edge == null || (isAboutWords && place.word().size() != 63)) {
      return false;
    }
    out.append(edge);
    return true;
  }

  private boolean say(Node.Repeat repeat) {
    boolean isUnbounded = repeat.most() == Node.UNBOUNDED;
    int written = Math.max(1, isUnbounded ? repeat.least() : repeat.most());
    int around = rounds;
    if (written > MOST_ROUNDS || (long) written * around > MOST_ROUNDS) {
      return false;
    }
    rounds *= written;
    out.append("(?:");
    boolean isSaid = say(repeat.body());
    out.append("){").append(repeat.least()).append(',');
    out.append(isUnbounded ? "" : Integer.toString(repeat.most())).append('}');
    rounds = around;
    return isSaid;
  }

  private void say(UnicodeSet set) {
    if (set.isEmpty()) {
      out.append("[^\\x{0}-\\x{10FFFF}]");
      return;
    }
    out.append('[');
    UnicodeSetIterator ranges = new UnicodeSetIterator(set);
    while (ranges.nextRange()) {
      out.append("\\x{").append(Integer.toHexString(ranges.codepoint)).append('}');
      if (ranges.codepointEnd > ranges.codepoint) {
        out.append("-\\x{").append(Integer.toHexString(ranges.codepointEnd)).append('}');
      }
    }
    out.append(']');
  }
}
