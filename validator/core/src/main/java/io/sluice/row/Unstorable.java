package io.sluice.row;

import io.sluice.fault.Code;

/** A value that does not fit its column; has no stack trace. */
final class Unstorable extends Exception {

  private final Code code;

  Unstorable(Code code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  Code code() {
    return code;
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
