package io.sluice.rules;

import io.sluice.contract.Argument;
import io.sluice.expression.Outcome;
import io.sluice.pattern.EcmaPattern;
import io.sluice.pattern.PatternException;
import io.sluice.type.EnumType;
import io.sluice.type.FixedType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Checks of text and bytes. Lengths of text are in Unicode code points. */
final class TextChecks {

  private TextChecks() {}

  static CompiledCheck length(int wanted, Type type) throws Mismatch {
    return text(type, text -> length(text) == wanted, "have " + characters(wanted));
  }

  static CompiledCheck minLength(int least, Type type) throws Mismatch {
    return text(type, text -> length(text) >= least, "have at least " + characters(least));
  }

  static CompiledCheck maxLength(int most, Type type) throws Mismatch {
    return text(type, text -> length(text) <= most, "have at most " + characters(most));
  }

  private static String characters(int count) {
    return count == 1 ? "1 character" : count + " characters";
  }

  static CompiledCheck minBytes(int least, Type type) throws Mismatch {
    return bytes(type, size -> size >= least, "have at least " + least + " bytes");
  }

  static CompiledCheck maxBytes(int most, Type type) throws Mismatch {
    return bytes(type, size -> size <= most, "have at most " + most + " bytes");
  }

  private static CompiledCheck bytes(Type type, IntPredicate fits, String expectation)
      throws Mismatch {
    if (type != Scalar.BYTES && !(type instanceof FixedType)) {
      return text(
          type, text -> fits.test(text.getBytes(StandardCharsets.UTF_8).length), expectation);
    }
    return CompiledCheck.of(
        Check.of(ByteBuffer.class, bytes -> fits.test(bytes.remaining())), expectation);
  }

  static CompiledCheck notBlank(Type type) throws Mismatch {
    return text(
        type, text -> !text.codePoints().allMatch(TextChecks::isWhiteSpace), "not be blank");
  }

  /**
   * Whether a character has the property White_Space.
   *
   * @see <a href="https://www.unicode.org/Public/17.0.0/ucd/PropList.txt">Unicode 17.0,
   *     PropList</a>
   */
  private static boolean isWhiteSpace(int character) {
    return (character >= 0x9 && character <= 0xD)
        || character == ' '
        || character == 0x85
        || character == 0xA0
        || character == 0x1680
        || (character >= 0x2000 && character <= 0x200A)
        || character == 0x2028
        || character == 0x2029
        || character == 0x202F
        || character == 0x205F
        || character == 0x3000;
  }

  static CompiledCheck prefix(Argument argument, Type type) throws Mismatch {
    String prefix = argument.text();
    return text(type, text -> text.startsWith(prefix), "start with '" + prefix + "'");
  }

  static CompiledCheck suffix(Argument argument, Type type) throws Mismatch {
    String suffix = argument.text();
    return text(type, text -> text.endsWith(suffix), "end with '" + suffix + "'");
  }

  /** Searches the text for a pattern, like {@code pattern} in JSON Schema. */
  static CompiledCheck pattern(Argument argument, Type type) throws Mismatch {
    EcmaPattern pattern;
    try {
      pattern = EcmaPattern.compile(argument.text());
    } catch (PatternException e) {
      throw new Mismatch("the pattern is " + e.fault());
    }
    return outcomes(
        type,
        text -> {
          try {
            return Check.of(pattern.find(text));
          } catch (EcmaPattern.TooComplex e) {
            return Outcome.ERROR;
          }
        },
        "match the pattern " + argument.text());
  }

  static CompiledCheck text(Type type, Predicate<String> predicate, String expectation)
      throws Mismatch {
    return outcomes(type, text -> Check.of(predicate.test(text)), expectation);
  }

  private static CompiledCheck outcomes(
      Type type, Function<String, Outcome> judge, String expectation) throws Mismatch {
    if (!isText(type) && type != Scalar.JSON) {
      throw Mismatch.ofType("text", type);
    }
    return CompiledCheck.of(
        (value, event) -> value instanceof String string ? judge.apply(string) : Outcome.ERROR,
        expectation);
  }

  static boolean isText(Type type) {
    return type == Scalar.STRING || type == Scalar.UUID || type instanceof EnumType;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
