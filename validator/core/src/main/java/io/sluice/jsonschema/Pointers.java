package io.sluice.jsonschema;

import java.util.ArrayList;
import java.util.List;

/** JSON pointers, RFC 6901. */
final class Pointers {

  private Pointers() {}

  static String append(String pointer, String token) {
    return pointer + "/" + token.replace("~", "~0").replace("/", "~1");
  }

  static List<String> tokens(String pointer) {
    List<String> tokens = new ArrayList<>();
    if (!pointer.isEmpty()) {
      for (String token : pointer.substring(1).split("/", -1)) {
        tokens.add(token.replace("~1", "/").replace("~0", "~"));
      }
    }
    return tokens;
  }
}
