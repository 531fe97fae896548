package io.sluice.row;

import io.sluice.fault.Code;
import io.sluice.path.Path;

/** A value that does not fit its column. Collects its path as it propagates. Has no stack trace. */
final class Unstorable extends Exception {

  private final Code code;
  private String path = "";

  Unstorable(Code code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  Unstorable inField(String name) {
    path = Path.join(Path.child("", name), path);
    return this;
  }

  Unstorable inElement(int index) {
    path = Path.join(Path.element("", index), path);
    return this;
  }

  Code code() {
    return code;
  }

  String path() {
    return path;
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
