package io.sluice.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The vocabulary of checks. The name in lower case is what contracts and faults say. */
public enum CheckName {
  REQUIRED(Argument.TRUE, "any", "is there, even null"),
  NOT_NULL(Argument.TRUE, "any", "is there and not null"),
  NOT_EMPTY(
      Argument.TRUE, "text, bytes, arrays, maps, objects", "has a character, byte or element"),
  NOT_BLANK(Argument.TRUE, "text", "has a character that is not white space"),
  IN(Argument.LIST, "text, numbers, booleans", "is one of the values"),
  NOT_IN(Argument.LIST, "text, numbers, booleans", "is not one of the values"),
  CONST(Argument.VALUE, "text, numbers, booleans", "is the value"),
  GT(Argument.VALUE, "numbers, dates, times, timestamps", "is greater, or later"),
  GTE(Argument.VALUE, "numbers, dates, times, timestamps", "is equal or greater, or later"),
  LT(Argument.VALUE, "numbers, dates, times, timestamps", "is less, or earlier"),
  LTE(Argument.VALUE, "numbers, dates, times, timestamps", "is equal or less, or earlier"),
  BETWEEN(
      Argument.LIST,
      "numbers, dates, times, timestamps",
      "is in the range; both ends belong to it"),
  MULTIPLE_OF(Argument.NUMBER, "numbers", "is a whole multiple, exactly"),
  FINITE(Argument.TRUE, "numbers", "is neither NaN nor infinite"),
  LEN(Argument.LENGTH, "text", "is exactly that many characters long (Unicode code points)"),
  MIN_LEN(Argument.LENGTH, "text", "is at least that many characters long (Unicode code points)"),
  MAX_LEN(Argument.LENGTH, "text", "is at most that many characters long (Unicode code points)"),
  MIN_BYTES(Argument.LENGTH, "text, bytes", "is at least that many bytes long; text in UTF-8"),
  MAX_BYTES(Argument.LENGTH, "text, bytes", "is at most that many bytes long; text in UTF-8"),
  PATTERN(
      Argument.REGEX,
      "text",
      "matches in any part; to match the whole text, anchor the pattern with ^ and $"),
  PREFIX(Argument.TEXT, "text", "starts with the text"),
  SUFFIX(Argument.TEXT, "text", "ends with the text"),
  CONTAINS(Argument.VALUE, "text, arrays", "contains the text, or the element"),
  NOT_CONTAINS(Argument.VALUE, "text, arrays", "does not contain the text, or the element"),
  FORMAT(Argument.NAME, "text; some also numbers", "has the form; see [formats](formats.md)"),
  TYPE(Argument.NAME, "any", "is a `string`, `number`, `integer`, `boolean`, `array` or `object`"),
  MIN_ITEMS(Argument.LENGTH, "arrays, maps, objects", "has at least that many elements"),
  MAX_ITEMS(Argument.LENGTH, "arrays, maps, objects", "has at most that many elements"),
  UNIQUE_ITEMS(Argument.TRUE, "arrays", "has no two equal elements; 1 and 1.0 are equal"),
  NOT_IN_FUTURE(
      Argument.TRUE_OR_DURATION,
      "dates, timestamps, text of RFC 3339",
      "is not after now, or not by more than the duration"),
  NOT_OLDER_THAN(
      Argument.DURATION, "dates, timestamps, text of RFC 3339", "is not older than the duration"),
  EQ_FIELD(Argument.PATH, "as for `gt`, text, booleans", "equals the other field"),
  GT_FIELD(Argument.PATH, "as for `gt`, text", "is greater than the other field, or later"),
  GTE_FIELD(Argument.PATH, "as for `gt`, text", "is equal or greater, or later"),
  LT_FIELD(Argument.PATH, "as for `gt`, text", "is less than the other field, or earlier"),
  LTE_FIELD(Argument.PATH, "as for `gt`, text", "is equal or less, or earlier"),
  EXPR(Argument.EXPRESSION, "any", "makes the [expression](expressions.md) true");

  /** What a check takes. */
  public enum Argument {
    TRUE("true"),
    VALUE("a value"),
    LIST("a list of values"),
    NUMBER("a number above 0"),
    LENGTH("a whole number, 0 or more"),
    TEXT("a text"),
    REGEX("a regular expression (ECMA-262)"),
    NAME("a name"),
    DURATION("a duration, as in 7d, 12h or 90s"),
    TRUE_OR_DURATION("true, or a duration of grace, as in 5m"),
    PATH("the path of another field"),
    EXPRESSION("an expression in CEL");

    private final String words;

    Argument(String words) {
      this.words = words;
    }

    /** What users should write. */
    public String words() {
      return words;
    }
  }

  private static final Map<String, CheckName> BY_LABEL =
      Arrays.stream(values()).collect(Collectors.toMap(CheckName::label, Function.identity()));

  private final String label = name().toLowerCase(Locale.ROOT);
  private final Argument argument;
  private final String types;
  private final String passes;

  CheckName(Argument argument, String types, String passes) {
    this.argument = argument;
    this.types = types;
    this.passes = passes;
  }

  /** The check of that name, or null. */
  static @Nullable CheckName of(String label) {
    return BY_LABEL.get(label);
  }

  /** All names, in alphabetical order. */
  static Set<String> labels() {
    return new TreeSet<>(BY_LABEL.keySet());
  }

  public String label() {
    return label;
  }

  public Argument argument() {
    return argument;
  }

  /** Of what types values may be, in words. */
  public String types() {
    return types;
  }

  /** Completes "passes where the value ...". */
  public String passes() {
    return passes;
  }

  /** Whether it compares with another field. */
  public boolean isRelation() {
    return argument == Argument.PATH;
  }
}
