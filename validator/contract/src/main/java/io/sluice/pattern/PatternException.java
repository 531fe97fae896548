package io.sluice.pattern;

/** A text that is no pattern; the message says why. */
public final class PatternException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int index;

  PatternException(String message, int index) {
    super(message, null, false, false);
    this.index = index;
  }

  /** Where in the text, in UTF-16 units from 0. */
  public int index() {
    return index;
  }
}
