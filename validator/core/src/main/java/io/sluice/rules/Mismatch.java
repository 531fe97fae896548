package io.sluice.rules;

import io.sluice.type.Type;
import io.sluice.type.UnionType;

/** A check cannot be applied to the type at its path, or its argument is not valid. */
final class Mismatch extends Exception {

  private final boolean aboutPath;

  /** The types that the check applies to; empty if the type is not the problem. */
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
   * Creates the mismatch of a check that does not apply to a type.
   *
   * @param scope the types that the check applies to, in words
   */
  static Mismatch ofType(String scope, Type type) {
    return new Mismatch(
        "this check applies to " + scope + ", but the field is " + Words.a(type), false, scope);
  }

  /** The same mismatch for a union, after checking one of its branches. */
  Mismatch of(UnionType union) {
    return scope.isEmpty() ? this : ofType(scope, union);
  }

  /** Creates the mismatch for a path that cannot exist. */
  static Mismatch ofPath(String message) {
    return new Mismatch(message, true, "");
  }

  /** Whether the rule's field is wrong, rather than its check. */
  boolean isAboutPath() {
    return aboutPath;
  }
}
