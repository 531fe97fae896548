package io.sluice.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names of checks. Contracts and faults use the name in lower case. */
public enum CheckName {
  REQUIRED(Takes.TRUE, "any", "The field is present. It may be null."),
  NOT_NULL(Takes.TRUE, "any", "The field is present and not null."),
  NOT_EMPTY(
      Takes.TRUE,
      "text, bytes, arrays, maps, objects",
      "The value has at least one character, byte, or element."),
  NOT_BLANK(Takes.TRUE, "text", "Text has at least one character that is not whitespace."),
  IN(Takes.LIST, "text, numbers, booleans", "The value equals one of the given values."),
  NOT_IN(
      Takes.LIST, "text, numbers, booleans", "The value does not equal any of the given values."),
  CONST(Takes.VALUE, "text, numbers, booleans", "The value equals the given value."),
  GT(
      Takes.VALUE,
      "numbers, dates, times, timestamps",
      "The value is greater than the given value. Later times are greater."),
  GTE(
      Takes.VALUE,
      "numbers, dates, times, timestamps",
      "The value is greater than or equal to the given value."),
  LT(
      Takes.VALUE,
      "numbers, dates, times, timestamps",
      "The value is less than the given value. Earlier times are less."),
  LTE(
      Takes.VALUE,
      "numbers, dates, times, timestamps",
      "The value is less than or equal to the given value."),
  BETWEEN(
      Takes.LIST,
      "numbers, dates, times, timestamps",
      "The value is between the two given values, or equal to one of them."),
  MULTIPLE_OF(Takes.NUMBER, "numbers", "The number is an exact multiple of the given number."),
  FINITE(Takes.TRUE, "numbers", "The number is neither NaN nor infinite."),
  LEN(Takes.LENGTH, "text", "Text is exactly N characters long (Unicode code points)."),
  MIN_LEN(Takes.LENGTH, "text", "Text is at least N characters long (Unicode code points)."),
  MAX_LEN(Takes.LENGTH, "text", "Text is at most N characters long (Unicode code points)."),
  MIN_BYTES(
      Takes.LENGTH,
      "text, bytes",
      "The value is at least N bytes long. Text is measured in UTF-8."),
  MAX_BYTES(
      Takes.LENGTH, "text, bytes", "The value is at most N bytes long. Text is measured in UTF-8."),
  PATTERN(
      Takes.REGEX,
      "text",
      "Text contains a match for the pattern. To match the whole text, anchor the pattern with"
          + " `^` and `$`."),
  PREFIX(Takes.TEXT, "text", "Text starts with the given prefix."),
  SUFFIX(Takes.TEXT, "text", "Text ends with the given suffix."),
  CONTAINS(
      Takes.VALUE,
      "text, arrays",
      "Text contains the given text, or an array contains the given element."),
  NOT_CONTAINS(
      Takes.VALUE,
      "text, arrays",
      "Text does not contain the given text, or an array does not contain the given element."),
  FORMAT(
      Takes.NAME,
      "text; `latitude` and `longitude` also accept numbers",
      "Text has the given format."),
  TYPE(
      Takes.NAME,
      "any",
      "The value has the given type: `string`, `number`, `integer`, `boolean`, `array`, or"
          + " `object`."),
  MIN_ITEMS(
      Takes.LENGTH, "arrays, maps, objects", "The array, map, or object has at least N elements."),
  MAX_ITEMS(
      Takes.LENGTH, "arrays, maps, objects", "The array, map, or object has at most N elements."),
  UNIQUE_ITEMS(
      Takes.TRUE, "arrays", "No two elements of the array are equal. 1 and 1.0 are equal."),
  NOT_IN_FUTURE(
      Takes.TRUE_OR_DURATION,
      "dates, timestamps, RFC 3339 text",
      "The time is not in the future, or is in the future by at most the grace period."),
  NOT_OLDER_THAN(
      Takes.DURATION,
      "dates, timestamps, RFC 3339 text",
      "The time is in the past by no more than the given duration."),
  EQ_FIELD(
      Takes.PATH,
      "numbers, dates, times, timestamps, text, booleans",
      "The value equals the value of the other field."),
  GT_FIELD(
      Takes.PATH,
      "numbers, dates, times, timestamps, text",
      "The value is greater than the value of the other field. Later times are greater."),
  GTE_FIELD(
      Takes.PATH,
      "numbers, dates, times, timestamps, text",
      "The value is greater than or equal to the value of the other field."),
  LT_FIELD(
      Takes.PATH,
      "numbers, dates, times, timestamps, text",
      "The value is less than the value of the other field. Earlier times are less."),
  LTE_FIELD(
      Takes.PATH,
      "numbers, dates, times, timestamps, text",
      "The value is less than or equal to the value of the other field."),
  EXPR(Takes.EXPRESSION, "any", "The CEL expression is true.");

  /** The kind of argument that a check takes. */
  public enum Takes {
    TRUE("true"),
    VALUE("a value"),
    LIST("a list of values"),
    NUMBER("a number greater than 0"),
    LENGTH("a whole number, 0 or more"),
    TEXT("text"),
    REGEX("a regular expression (ECMA-262)"),
    NAME("a name"),
    DURATION("a duration, such as 7d, 12h, or 90s"),
    TRUE_OR_DURATION("true or a grace period, such as 5m"),
    PATH("the path of another field"),
    EXPRESSION("a CEL expression");

    private final String words;

    Takes(String words) {
      this.words = words;
    }

    /** The argument in words. */
    public String words() {
      return words;
    }
  }

  private static final Map<String, CheckName> BY_LABEL =
      Arrays.stream(values()).collect(Collectors.toMap(CheckName::label, Function.identity()));

  private final String label = name().toLowerCase(Locale.ROOT);
  private final Takes takes;
  private final String types;
  private final String passes;

  CheckName(Takes takes, String types, String passes) {
    this.takes = takes;
    this.types = types;
    this.passes = passes;
  }

  /** The check with the given name, or null. */
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

  public Takes takes() {
    return takes;
  }

  /** The types of values that the check can judge, in words. */
  public String types() {
    return types;
  }

  /** When the check passes: one or two sentences in Markdown. */
  public String passes() {
    return passes;
  }

  /** Whether the check compares two fields. */
  public boolean isRelation() {
    return takes == Takes.PATH;
  }
}
