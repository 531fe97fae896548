package io.sluice.expression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The length of an RE2 pattern with its counted repeats written out, because RE2 compiles {@code
 * x{1000}} as a thousand {@code x}. RE2/J limits each count, but not nested counts. Takes time
 * proportional to the text, for any text.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">Syntax of RE2</a>
 */
final class RepeatCount {

  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");

  /** The longest text that {@link #COUNT} matches. */
  private static final int LONGEST_COUNT = 11;

  private static final long MOST = Integer.MAX_VALUE;

  private final String regex;
  private final Deque<Long> around = new ArrayDeque<>();
  private int at;

  /** The number of steps in the open group. */
  private long steps;

  /** The number of steps in the part that a quantifier would repeat. */
  private long last;

  private RepeatCount(String regex) {
    this.regex = regex;
  }

  /** The approximate number of single steps in a text that may be a pattern. */
  static long steps(String regex) {
    RepeatCount count = new RepeatCount(regex);
    while (count.at < regex.length()) {
      count.take();
    }
    return count.steps;
  }

  private void take() {
    char c = regex.charAt(at);
    if (c == '(') {
      around.push(steps);
      steps = 0;
      last = 0;
      at = afterFlags(at + 1);
    } else if (c == ')' && !around.isEmpty()) {
      last = steps;
      steps = Math.min(MOST, around.pop() + last);
      at++;
    } else if (c != '{' || !takeCount()) {
      last = 1;
      steps++;
      at =
          switch (c) {
            case '\\' -> afterEscape(at + 1);
            case '[' -> afterClass(at + 1);
            default -> at + 1;
          };
    }
  }

  private boolean takeCount() {
    int end = Math.min(regex.length(), at + LONGEST_COUNT);
    Matcher count = COUNT.matcher(regex).region(at, end);
    if (!count.lookingAt()) {
      return false;
    }
    String most = count.group(2);
    int rounds = Integer.parseInt(most == null || most.isEmpty() ? count.group(1) : most);
    long before = steps - last;
    last = Math.min(MOST, last * Math.max(1, rounds));
    steps = Math.min(MOST, before + last);
    at = count.end();
    return true;
  }

  /** Skips the name or the flags of a group: {@code ?P<name>}, {@code ?i:}. */
  private int afterFlags(int from) {
    if (from >= regex.length() || regex.charAt(from) != '?') {
      return from;
    }
    int end = from + 1;
    while (end < regex.length()
        && (Character.isLetter(regex.charAt(end)) || regex.charAt(end) == '-')) {
      end++;
    }
    if (end < regex.length() && regex.charAt(end) == '<') {
      return after(">", end);
    }
    return end < regex.length() && regex.charAt(end) == ':' ? end + 1 : end;
  }

  private int afterEscape(int from) {
    if (from >= regex.length()) {
      return from;
    }
    boolean hasBraces = from + 1 < regex.length() && regex.charAt(from + 1) == '{';
    return switch (regex.charAt(from)) {
      case 'Q' -> after("\\E", from);
      case 'p', 'P', 'x' -> hasBraces ? after("}", from) : from + 1;
      default -> from + 1;
    };
  }

  private int afterClass(int from) {
    int end = from < regex.length() && regex.charAt(from) == '^' ? from + 1 : from;
    // at the beginning it is a member
    end = end < regex.length() && regex.charAt(end) == ']' ? end + 1 : end;
    while (end < regex.length() && regex.charAt(end) != ']') {
      if (regex.startsWith("[:", end)) {
        end = after(":]", end + 2);
      } else {
        end += regex.charAt(end) == '\\' ? 2 : 1;
      }
    }
    return Math.min(regex.length(), end + 1);
  }

  /**
   * Skips to the end of the next occurrence of a text, or to the end, because RE2 then rejects the
   * pattern.
   */
  private int after(String text, int from) {
    int found = regex.indexOf(text, from);
    return found < 0 ? regex.length() : found + text.length();
  }
}
