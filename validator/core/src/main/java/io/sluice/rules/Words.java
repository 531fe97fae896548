package io.sluice.rules;

import io.sluice.type.Type;

/** Phrases of messages to rule authors. */
final class Words {

  private Words() {}

  /** A type with its article: {@code an int}, {@code a record}. */
  static String a(Type type) {
    String name = type.describe();
    if (name.startsWith("any ")) {
      return name;
    }
    boolean isVowel = "aeio".indexOf(name.charAt(0)) >= 0;
    return (isVowel ? "an " : "a ") + name;
  }
}
