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
  REQUIRED(Takes.TRUE, "any", "is there, even null"),
  NOT_NULL(Takes.TRUE, "any", "is there and not null"),
  NOT_EMPTY(Takes.TRUE, "text, bytes, arrays, maps, objects", "has a character, byte or element"),
  NOT_BLANK(Takes.TRUE, "text", "has a character that is not white space"),
  IN(Takes.LIST, "text, numbers, booleans", "is one of the values"),
  NOT_IN(Takes.LIST, "text, numbers, booleans", "is not one of the values"),
  CONST(Takes.VALUE, "text, numbers, booleans", "is the value"),
  GT(Takes.VALUE, "numbers, dates, times, timestamps", "is greater, or later"),
  GTE(Takes.VALUE, "numbers, dates, times, timestamps", "is equal or greater, or later"),
  LT(Takes.VALUE, "numbers, dates, times, timestamps", "is less, or earlier"),
  LTE(Takes.VALUE, "numbers, dates, times, timestamps", "is equal or less, or earlier"),
  BETWEEN(
      Takes.LIST, "numbers, dates, times, timestamps", "is in the range; both ends belong to it"),
  MULTIPLE_OF(Takes.NUMBER, "numbers", "is a whole multiple, exactly"),
  FINITE(Takes.TRUE, "numbers", "is neither NaN nor infinite"),
  LEN(Takes.LENGTH, "text", "is exactly that many characters long (Unicode code points)"),
  MIN_LEN(Takes.LENGTH, "text", "is at least that many characters long (Unicode code points)"),
  MAX_LEN(Takes.LENGTH, "text", "is at most that many characters long (Unicode code points)"),
  MIN_BYTES(Takes.LENGTH, "text, bytes", "is at least that many bytes long; text in UTF-8"),
  MAX_BYTES(Takes.LENGTH, "text, bytes", "is at most that many bytes long; text in UTF-8"),
  PATTERN(
      Takes.REGEX,
      "text",
      "matches in any part; to match the whole text, anchor the pattern with ^ and $"),
  PREFIX(Takes.TEXT, "text", "starts with the text"),
  SUFFIX(Takes.TEXT, "text", "ends with the text"),
  CONTAINS(Takes.VALUE, "text, arrays", "contains the text, or the element"),
  NOT_CONTAINS(Takes.VALUE, "text, arrays", "does not contain the text, or the element"),
  FORMAT(Takes.NAME, "text; some also numbers", "has the form; see [formats](formats.md)"),
  TYPE(Takes.NAME, "any", "is a `string`, `number`, `integer`, `boolean`, `array` or `object`"),
  MIN_ITEMS(Takes.LENGTH, "arrays, maps, objects", "has at least that many elements"),
  MAX_ITEMS(Takes.LENGTH, "arrays, maps, objects", "has at most that many elements"),
  UNIQUE_ITEMS(Takes.TRUE, "arrays", "has no two equal elements; 1 and 1.0 are equal"),
  NOT_IN_FUTURE(
      Takes.TRUE_OR_DURATION,
      "dates, timestamps, text of RFC 3339",
      "is not after now, or not by more than the duration"),
  NOT_OLDER_THAN(
      Takes.DURATION, "dates, timestamps, text of RFC 3339", "is not older than the duration"),
  EQ_FIELD(Takes.PATH, "as for `gt`, text, booleans", "equals the other field"),
  GT_FIELD(Takes.PATH, "as for `gt`, text", "is greater than the other field, or later"),
  GTE_FIELD(Takes.PATH, "as for `gt`, text", "is equal or greater, or later"),
  LT_FIELD(Takes.PATH, "as for `gt`, text", "is less than the other field, or earlier"),
  LTE_FIELD(Takes.PATH, "as for `gt`, text", "is equal or less, or earlier"),
  EXPR(Takes.EXPRESSION, "any", "makes the [expression](expressions.md) true");

  /** What a check takes. */
  public enum Takes {
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

    Takes(String words) {
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
  private final Takes takes;
  private final String types;
  private final String passes;

  CheckName(Takes takes, String types, String passes) {
    this.takes = takes;
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

  public Takes takes() {
    return takes;
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
    return takes == Takes.PATH;
  }
}
