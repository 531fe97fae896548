package io.sluice.lint;

import io.sluice.pattern.EcmaPattern;
import io.sluice.pattern.PatternException;
import org.jspecify.annotations.Nullable;

/** What there is to say about a pattern that can be used. */
final class PatternWords {

  private PatternWords() {}

  /** Null where it is a pattern with Unicode, or none at all, which is an error elsewhere. */
  static @Nullable String withoutUnicode(String pattern) {
    try {
      String reason = EcmaPattern.compile(pattern).withoutUnicode();
      return reason == null
          ? null
          : "the pattern is read without Unicode, where a character such as an emoji counts as two:"
              + " "
              + reason;
    } catch (PatternException e) {
      return null;
    }
  }
}
