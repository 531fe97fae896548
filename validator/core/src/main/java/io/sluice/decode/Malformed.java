package io.sluice.decode;

import io.sluice.fault.Code;
import io.sluice.path.Path;

/**
 * Carries a decode fault out of a nested reader, gaining its path on the way; has no stack trace.
 */
final class Malformed extends Exception {

  private final Code code;
  private final String problem;
  private String path = "";

  Malformed(Code code, String problem) {
    super(problem, null, false, false);
    this.code = code;
    this.problem = problem;
  }

  Malformed inField(String name) {
    path = Path.join(Path.child("", name), path);
    return this;
  }

  Malformed inElement(int index) {
    path = Path.join(Path.element("", index), path);
    return this;
  }

  Code code() {
    return code;
  }

  String problem() {
    return problem;
  }

  String path() {
    return path;
  }
}
