package io.sluice.expression;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code matches} and the extension library {@code regex}, with each pattern compiled once. Regular
 * expressions are those of RE2, which are linear in the text.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">Syntax of RE2</a>
 */
@SuppressWarnings("Immutable") // the functions given here keep no state
final class RegexFunctions {

  /** The maximum size of a pattern, in steps of RE2's program. */
  private static final int LARGEST_PATTERN = 5_000;

  /** The number of steps for one character that cost one unit of the {@link Budget}. */
  private static final int STEPS_OF_A_UNIT = 16;

  private static final Cache<String, Pattern> PATTERNS =
      CacheBuilder.newBuilder().maximumSize(10_000).build();

  /** The cost of each character of a pattern that must be compiled. */
  private static final int COMPILING = 256;

  private RegexFunctions() {}

  /** Replaces the standard {@code matches} and the library's functions. */
  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("matches", String.class, String.class, RegexFunctions::matches),
        CelFunctionBinding.from(
            "matches_string", String.class, String.class, RegexFunctions::matches),
        CelFunctionBinding.from(
            "regex_replaceAll_string_string_string",
            List.of(String.class, String.class, String.class),
            arguments -> replace(arguments, Long.MAX_VALUE)),
        CelFunctionBinding.from(
            "regex_replaceCount_string_string_string_int",
            List.of(String.class, String.class, String.class, Long.class),
            arguments ->
                replace(arguments, (Long) arguments[3] < 0 ? Long.MAX_VALUE : (Long) arguments[3])),
        CelFunctionBinding.from(
            "regex_extract_string_string", String.class, String.class, RegexFunctions::extract),
        CelFunctionBinding.from(
            "regex_extractAll_string_string",
            String.class,
            String.class,
            RegexFunctions::extractAll));
  }

  /**
   * The compiled pattern.
   *
   * @throws IllegalArgumentException if it is not a pattern of RE2, or too large
   */
  static Pattern pattern(String regex) {
    if (regex.length() > LARGEST_PATTERN) {
      throw new IllegalArgumentException("the pattern is too large");
    }
    Pattern pattern = PATTERNS.getIfPresent(regex);
    if (pattern == null) {
      // about as many as the program will have; this only keeps it from filling the heap
      if (RepeatCount.steps(regex) > 4 * LARGEST_PATTERN) {
        throw new IllegalArgumentException("the pattern is too large");
      }
      pattern = Pattern.compile(regex);
      if (pattern.programSize() > LARGEST_PATTERN) {
        throw new IllegalArgumentException("the pattern is too large");
      }
      PATTERNS.put(regex, pattern);
    }
    return pattern;
  }

  /** A matcher for one search, which reads the text once. */
  private static Matcher matcher(String text, String regex) {
    Pattern pattern = paid(regex);
    Budget.spend(text.length() * price(pattern));
    return pattern.matcher(text);
  }

  /** A matcher for several searches, each of which may read to the end before it finds a match. */
  private static Matcher searcher(String text, String regex) {
    Pattern pattern = paid(regex);
    return pattern.matcher(new PaidText(text, price(pattern)));
  }

  /** Compiles a pattern. The first compilation is charged, even if the pattern is not valid. */
  private static Pattern paid(String regex) {
    Pattern known = PATTERNS.getIfPresent(regex);
    if (known != null) {
      return known;
    }
    Budget.spend((long) regex.length() * COMPILING);
    return pattern(regex);
  }

  /** The cost of a character of the text, because RE2 may be at all of its steps at once. */
  private static long price(Pattern pattern) {
    return Math.max(1L, pattern.programSize() / STEPS_OF_A_UNIT);
  }

  private static boolean matches(String text, String regex) {
    return matcher(text, regex).find();
  }

  /** The only group of the pattern, or the whole match. */
  private static int group(Matcher matcher) {
    if (matcher.groupCount() > 1) {
      throw new IllegalArgumentException("the pattern has more than one group");
    }
    return matcher.groupCount();
  }

  private static Optional<String> extract(String text, String regex) {
    Matcher matcher = matcher(text, regex);
    int group = group(matcher);
    if (!matcher.find()) {
      return Optional.empty();
    }
    // at most the text once more
    Budget.spend(text.length());
    return Optional.ofNullable(matcher.group(group));
  }

  private static List<String> extractAll(String text, String regex) {
    Matcher matcher = searcher(text, regex);
    int group = group(matcher);
    List<String> all = new ArrayList<>();
    while (matcher.find()) {
      String found = matcher.group(group);
      if (found != null) {
        Budget.spend(found.length() + 1L);
        all.add(found);
      }
    }
    return all;
  }

  private static String replace(Object[] arguments, long most) {
    String text = (String) arguments[0];
    String replacement = (String) arguments[2];
    Matcher matcher = searcher(text, (String) arguments[1]);
    StringBuilder result = new StringBuilder();
    int end = 0;
    for (long i = 0; i < most && matcher.find(); i++) {
      int before = result.length();
      result.append(text.substring(end, matcher.start()));
      fill(result, replacement, matcher);
      Budget.spend((long) result.length() - before);
      end = matcher.end();
    }
    Budget.spend((long) text.length() - end);
    return result.append(text.substring(end)).toString();
  }

  /** {@code \1} stands for the first group, {@code \0} for the whole match. */
  private static void fill(StringBuilder result, String replacement, Matcher matcher) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c != '\\') {
        result.append(c);
        continue;
      }
      char next = ++i < replacement.length() ? replacement.charAt(i) : ' ';
      if (next == '\\') {
        result.append(next);
      } else if (next >= '0' && next <= '9' && next - '0' <= matcher.groupCount()) {
        String group = matcher.group(next - '0');
        result.append(group == null ? "" : group);
      } else {
        throw new IllegalArgumentException(
            "in the replacement, \\ must be followed by a group number or another backslash");
      }
    }
  }
}
