package io.sluice.rules;

/** A check that cannot be applied to the type at its path, or whose argument makes no sense. */
final class Mismatch extends Exception {

  private final boolean aboutPath;

  Mismatch(String message) {
    this(message, false);
  }

  private Mismatch(String message, boolean aboutPath) {
    super(message, null, false, false);
    this.aboutPath = aboutPath;
  }

  /** A path that leads nowhere. */
  static Mismatch ofPath(String message) {
    return new Mismatch(message, true);
  }

  /** Whether the rule's field is wrong, rather than its check. */
  boolean isAboutPath() {
    return aboutPath;
  }
}
