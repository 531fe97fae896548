package io.sluice.expression;

/** Text that charges the {@link Budget} for each character on each read. */
final class PaidText implements CharSequence {

  /** The number of characters that are paid for at a time. */
  private static final int PART = 256;

  private final String text;
  private final long price;
  private int read;

  /**
   * @param price the cost of a character
   */
  PaidText(String text, long price) {
    this.text = text;
    this.price = price;
  }

  @Override
  public char charAt(int index) {
    if (++read % PART == 0) {
      Budget.spend(PART * price);
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
