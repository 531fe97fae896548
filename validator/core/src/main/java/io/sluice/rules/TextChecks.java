package io.sluice.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sluice.expression.Outcome;
import io.sluice.problem.YamlNode;
import io.sluice.type.EnumType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.function.Predicate;

/** Checks of text. Lengths are in Unicode code points. */
final class TextChecks {

  private TextChecks() {}

  static CompiledCheck minLength(YamlNode argument, Type type) throws Mismatch {
    int least = length(argument);
    return text(type, text -> length(text) >= least, "have at least " + least + " characters");
  }

  static CompiledCheck maxLength(YamlNode argument, Type type) throws Mismatch {
    int most = length(argument);
    return text(type, text -> length(text) <= most, "have at most " + most + " characters");
  }

  static CompiledCheck prefix(YamlNode argument, Type type) throws Mismatch {
    String prefix = argument.text();
    return text(type, text -> text.startsWith(prefix), "start with '" + prefix + "'");
  }

  static CompiledCheck suffix(YamlNode argument, Type type) throws Mismatch {
    String suffix = argument.text();
    return text(type, text -> text.endsWith(suffix), "end with '" + suffix + "'");
  }

  /** A search, as in JSON Schema, by an engine whose time is linear in the text. */
  static CompiledCheck pattern(YamlNode argument, Type type) throws Mismatch {
    try {
      Pattern pattern = Pattern.compile(argument.text());
      return text(
          type, text -> pattern.matcher(text).find(), "match the pattern " + argument.text());
    } catch (PatternSyntaxException e) {
      throw new Mismatch(
          "not a regular expression that can be matched in linear time (RE2): "
              + e.getDescription()
              + "; look-around and back-references are not available");
    }
  }

  static CompiledCheck text(Type type, Predicate<String> predicate, String expectation)
      throws Mismatch {
    if (type != Scalar.STRING
        && type != Scalar.UUID
        && type != Scalar.JSON
        && !(type instanceof EnumType)) {
      throw new Mismatch("this check is for text; the field is a " + type.describe());
    }
    return CompiledCheck.of(
        value -> value instanceof String string ? Check.of(predicate.test(string)) : Outcome.ERROR,
        expectation);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static int length(YamlNode argument) throws Mismatch {
    try {
      int length = Integer.parseInt(argument.text());
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // said below, with the same words as for a negative number
    }
    throw new Mismatch("a length is a whole number, 0 or more");
  }
}
