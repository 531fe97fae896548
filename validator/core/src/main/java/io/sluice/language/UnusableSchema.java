package io.sluice.language;

/** A schema that cannot be worked with; the message says why. */
public final class UnusableSchema extends Exception {
  private final String pointer;

  public UnusableSchema(String message) {
    this(message, "");
  }

  /**
   * @param pointer a JSON pointer to what is wrong in the schema; empty where no place is known
   */
  public UnusableSchema(String message, String pointer) {
    super(message, null, false, false);
    this.pointer = pointer;
  }

  /** A JSON pointer to what is wrong in the schema; empty where no place is known. */
  public String pointer() {
    return pointer;
  }
}
