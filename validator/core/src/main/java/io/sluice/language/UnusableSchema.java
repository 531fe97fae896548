package io.sluice.language;

/** A schema that cannot be used. The message says why. */
public final class UnusableSchema extends Exception {
  private final String pointer;

  public UnusableSchema(String message) {
    this(message, "");
  }

  /**
   * @param pointer a JSON pointer to the error in the schema; empty if the place is not known
   */
  public UnusableSchema(String message, String pointer) {
    super(message, null, false, false);
    this.pointer = pointer;
  }

  /** A JSON pointer to the error in the schema; empty if the place is not known. */
  public String pointer() {
    return pointer;
  }
}
