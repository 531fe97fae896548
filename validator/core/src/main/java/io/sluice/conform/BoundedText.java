package io.sluice.conform;

/**
 * Text that lets a backtracking regex look at only so many characters. Running out ends the match
 * with {@link OutOfSteps}.
 */
final class BoundedText implements CharSequence {

  private static final int STEPS = 1_000_000;

  private final CharSequence text;
  private final int[] left;

  BoundedText(CharSequence text) {
    this(text, new int[] {STEPS});
  }

  private BoundedText(CharSequence text, int[] left) {
    this.text = text;
    this.left = left;
  }

  @Override
  public char charAt(int index) {
    if (--left[0] < 0) {
      throw new OutOfSteps();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.subSequence(start, end), left);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** A pattern took too many steps on a text. */
  static final class OutOfSteps extends RuntimeException {
    OutOfSteps() {
      super("a pattern took more than " + STEPS + " steps", null, false, false);
    }
  }
}
