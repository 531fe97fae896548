package io.sluice.rules;

import io.sluice.type.Type;
import io.sluice.type.UnionType;

/** A check that cannot be applied to the type at its path, or whose argument makes no sense. */
final class Mismatch extends Exception {

  private final boolean aboutPath;

  /** What a check is for; empty where its type is not what is wrong. */
  private final String scope;

  Mismatch(String message) {
    this(message, false, "");
  }

  private Mismatch(String message, boolean aboutPath, String scope) {
    super(message, null, false, false);
    this.aboutPath = aboutPath;
    this.scope = scope;
  }

  /**
   * A check that is not for a type.
   *
   * @param scope what it is for, in words
   */
  static Mismatch ofType(String scope, Type type) {
    return new Mismatch(
        "this check is for " + scope + "; the field is " + Words.a(type), false, scope);
  }

  /** The same of a union, of which a branch was looked at. */
  Mismatch of(UnionType union) {
    return scope.isEmpty() ? this : ofType(scope, union);
  }

  /** A path that leads nowhere. */
  static Mismatch ofPath(String message) {
    return new Mismatch(message, true, "");
  }

  /** Whether the rule's field is wrong, rather than its check. */
  boolean isAboutPath() {
    return aboutPath;
  }
}
