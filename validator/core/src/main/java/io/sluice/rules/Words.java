package io.sluice.rules;

import io.sluice.contract.Argument;
import io.sluice.type.Type;
import io.sluice.yaml.YamlNumber;

/** Phrases of messages to rule authors. */
final class Words {

  private Words() {}

  /** The message for an argument that is not a number. */
  static String notNumber(Argument argument) {
    return "'"
        + argument.text()
        + (argument instanceof Argument.Text text && YamlNumber.parse(text.text()) != null
            ? "' is text, not a number; remove the quotes"
            : "' is not a number");
  }

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
