package io.sluice.conform;

import com.google.re2j.PatternSyntaxException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Searches of patterns of schemas: by RE2/J where it can read them, else by the JDK, bounded. */
final class LinearPattern {

  private LinearPattern() {}

  /**
   * Compiles a pattern of ECMAScript.
   *
   * @return a search, which throws {@link BoundedText.OutOfSteps} where it takes too long
   * @throws IllegalArgumentException where it is no regular expression
   */
  static Predicate<String> search(String ecma) {
    String regex = EcmaPattern.withShortNames(ecma);
    try {
      com.google.re2j.Pattern pattern = com.google.re2j.Pattern.compile(regex);
      return text -> pattern.matcher(text).find();
    } catch (PatternSyntaxException e) {
      Pattern pattern = Pattern.compile(regex);
      return text -> {
        try {
          return pattern.matcher(new BoundedText(text)).find();
        } catch (StackOverflowError deep) {
          throw new BoundedText.OutOfSteps();
        }
      };
    }
  }
}
