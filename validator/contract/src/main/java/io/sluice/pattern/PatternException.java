package io.sluice.pattern;

/** A text cannot be used as a pattern. The message contains the reason. */
public final class PatternException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int index;

  private final boolean isTooLarge;

  PatternException(String message, int index) {
    this(message, index, false);
  }

  /**
   * @param isTooLarge whether it is rejected only because of Sluice's limits
   */
  PatternException(String message, int index, boolean isTooLarge) {
    super(message, null, false, false);
    this.index = index;
    this.isTooLarge = isTooLarge;
  }

  /** The kind of mistake: not a valid ECMA-262 pattern, or beyond Sluice's limits. */
  public String fault() {
    return (isTooLarge ? "too large: " : "not a valid ECMA-262 (JavaScript) regular expression: ")
        + getMessage();
  }

  boolean isTooLarge() {
    return isTooLarge;
  }

  /** The position in the text, in UTF-16 units from 0. */
  public int index() {
    return index;
  }
}
