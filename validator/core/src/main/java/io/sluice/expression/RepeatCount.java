package io.sluice.expression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a pattern of RE2 is once its counted repeats are written out: RE2 compiles {@code
 * x{1000}} as a thousand {@code x}. RE2/J bounds each count, but not counts within counts.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">Syntax of RE2</a>
 */
final class RepeatCount {

  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:Q.*?(?:\\\\E|$)|[pPx]\\{[^}]*\\}|.|$)", Pattern.DOTALL);
  private static final Pattern CLASS =
      Pattern.compile(
          "\\[\\^?\\]?(?:\\\\.|\\[:[^\\]]*:\\]|\\[|[^\\[\\]\\\\]++)*+\\]?", Pattern.DOTALL);

  private static final long MOST = Integer.MAX_VALUE;

  private RepeatCount() {}

  /** The number of single steps, roughly, of a text that may be a pattern. */
  static long steps(String regex) {
    Deque<Long> around = new ArrayDeque<>();
    long steps = 0;
    long last = 0;
    int i = 0;
    while (i < regex.length()) {
      char c = regex.charAt(i);
      if (c == '(') {
        around.push(steps);
        steps = 0;
        last = 0;
        i++;
        continue;
      }
      if (c == ')' && !around.isEmpty()) {
        last = steps;
        steps = Math.min(MOST, around.pop() + last);
        i++;
        continue;
      }
      Matcher count = COUNT.matcher(regex).region(i, regex.length());
      if (c == '{' && count.lookingAt()) {
        long before = steps - last;
        last = Math.min(MOST, last * most(count));
        steps = Math.min(MOST, before + last);
        i = count.end();
        continue;
      }
      last = 1;
      steps++;
      i = end(regex, i);
    }
    return steps;
  }

  /** Where the character, the class, or the escape at a place ends. */
  private static int end(String regex, int at) {
    Pattern unit =
        switch (regex.charAt(at)) {
          case '\\' -> ESCAPE;
          case '[' -> CLASS;
          default -> null;
        };
    if (unit == null) {
      return at + 1;
    }
    Matcher matcher = unit.matcher(regex).region(at, regex.length());
    return matcher.lookingAt() ? matcher.end() : at + 1;
  }

  private static int most(Matcher count) {
    String most = count.group(2);
    return Math.max(1, Integer.parseInt(most == null || most.isEmpty() ? count.group(1) : most));
  }
}
