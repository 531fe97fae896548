package io.sluice.finding;

import io.sluice.pattern.EcmaPattern;
import io.sluice.pattern.PatternException;
import org.jspecify.annotations.Nullable;

/** Warnings about a valid pattern. */
public final class PatternWords {

  private PatternWords() {}

  /**
   * Null if the pattern is valid with the flag {@code u}, or unusable, which is an error elsewhere.
   */
  public static @Nullable String withoutUnicode(String pattern) {
    try {
      String reason = EcmaPattern.compile(pattern).withoutUnicode();
      return reason == null
          ? null
          : "the pattern is read without the 'u' flag (an emoji counts as two characters, and '\\p'"
              + " means the letter p): "
              + reason;
    } catch (PatternException e) {
      return null;
    }
  }
}
