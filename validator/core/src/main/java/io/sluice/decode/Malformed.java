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
    path = join(Path.child("", name));
    return this;
  }

  Malformed inElement(int index) {
    path = join(Path.element("", index));
    return this;
  }

  private String join(String parent) {
    return path.isEmpty() || path.startsWith("[") ? parent + path : parent + "." + path;
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
