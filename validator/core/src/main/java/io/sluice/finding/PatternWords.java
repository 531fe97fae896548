package io.sluice.finding;

import io.sluice.pattern.EcmaPattern;
import io.sluice.pattern.PatternException;
import org.jspecify.annotations.Nullable;

/** What there is to say about a pattern that can be used. */
public final class PatternWords {

  private PatternWords() {}

  /** Null where it is a pattern with Unicode, or unusable, which is an error elsewhere. */
  public static @Nullable String withoutUnicode(String pattern) {
    try {
      String reason = EcmaPattern.compile(pattern).withoutUnicode();
      return reason == null
          ? null
          : "the pattern is read without the flag 'u' (an emoji counts as two characters, and '\\p'"
              + " means the letter p): "
              + reason;
    } catch (PatternException e) {
      return null;
    }
  }
}
