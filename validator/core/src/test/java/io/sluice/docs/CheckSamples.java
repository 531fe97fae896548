package io.sluice.docs;

import static io.sluice.docs.CheckSamples.Group.COLLECTIONS;
import static io.sluice.docs.CheckSamples.Group.EXPRESSIONS;
import static io.sluice.docs.CheckSamples.Group.OTHER_FIELDS;
import static io.sluice.docs.CheckSamples.Group.PRESENCE;
import static io.sluice.docs.CheckSamples.Group.TEXT;
import static io.sluice.docs.CheckSamples.Group.TIME;
import static io.sluice.docs.CheckSamples.Group.VALUE;

import io.sluice.contract.CheckName;
import java.util.List;

/** The samples in docs/reference/checks.md: for each check, a rule and two events. */
final class CheckSamples {

  /** The groups of the page, each under a heading of its own. */
  enum Group {
    PRESENCE("Presence"),
    VALUE("Value"),
    TEXT("Text"),
    COLLECTIONS("Collections"),
    TIME("Time"),
    OTHER_FIELDS("Other fields"),
    EXPRESSIONS("Expressions");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /**
   * A rule and two events.
   *
   * @param field a field of the event's top level
   * @param argument in YAML
   * @param passing an event that passes, in JSON
   * @param failing an event that fails
   */
  record Sample(
      Group group, CheckName check, String field, String argument, String passing, String failing) {

    /** Whether the events are Avro records with a double: JSON has no NaN. */
    boolean isAvro() {
      return check == CheckName.FINITE;
    }
  }

  static final List<Sample> ALL =
      List.of(
          of(PRESENCE, CheckName.REQUIRED, "id", "true", "{'id': 7}", "{}"),
          of(PRESENCE, CheckName.NOT_NULL, "id", "true", "{'id': 7}", "{'id': null}"),
          of(PRESENCE, CheckName.NOT_EMPTY, "tags", "true", "{'tags': ['new']}", "{'tags': []}"),
          of(PRESENCE, CheckName.NOT_BLANK, "name", "true", "{'name': 'Ada'}", "{'name': ' '}"),
          of(VALUE, CheckName.IN, "unit", "[kg, lb]", "{'unit': 'kg'}", "{'unit': 'KG'}"),
          of(VALUE, CheckName.NOT_IN, "code", "[X, 99]", "{'code': 'A'}", "{'code': 99}"),
          of(VALUE, CheckName.CONST, "version", "2", "{'version': 2.0}", "{'version': 3}"),
          of(VALUE, CheckName.GT, "amount", "0", "{'amount': 0.01}", "{'amount': 0}"),
          of(VALUE, CheckName.GTE, "amount", "0", "{'amount': 0}", "{'amount': -1}"),
          of(VALUE, CheckName.LT, "share", "1", "{'share': 0.99}", "{'share': 1}"),
          of(VALUE, CheckName.LTE, "share", "1", "{'share': 1}", "{'share': 1.01}"),
          of(
              VALUE,
              CheckName.BETWEEN,
              "percent",
              "[0, 100]",
              "{'percent': 100}",
              "{'percent': 101}"),
          of(VALUE, CheckName.MULTIPLE_OF, "price", "0.01", "{'price': 9.95}", "{'price': 9.955}"),
          of(VALUE, CheckName.FINITE, "ratio", "true", "{'ratio': 0.5}", "{'ratio': 'NaN'}"),
          of(VALUE, CheckName.TYPE, "id", "integer", "{'id': 7}", "{'id': '7'}"),
          of(TEXT, CheckName.LEN, "country", "2", "{'country': 'US'}", "{'country': 'USA'}"),
          of(TEXT, CheckName.MIN_LEN, "sku", "3", "{'sku': 'ABC'}", "{'sku': 'AB'}"),
          of(TEXT, CheckName.MAX_LEN, "sku", "3", "{'sku': 'ABC'}", "{'sku': 'ABCD'}"),
          of(TEXT, CheckName.MIN_BYTES, "name", "3", "{'name': 'Zoë'}", "{'name': 'Al'}"),
          of(TEXT, CheckName.MAX_BYTES, "name", "3", "{'name': 'Zoe'}", "{'name': 'Zoë'}"),
          of(
              TEXT,
              CheckName.PATTERN,
              "sku",
              "'^[A-Z]{2}-\\d+$'",
              "{'sku': 'AB-1'}",
              "{'sku': 'AB1'}"),
          of(TEXT, CheckName.PREFIX, "order", "ORD-", "{'order': 'ORD-7'}", "{'order': '7'}"),
          of(TEXT, CheckName.SUFFIX, "file", ".csv", "{'file': 'a.csv'}", "{'file': 'a.txt'}"),
          of(TEXT, CheckName.CONTAINS, "path", "/", "{'path': 'a/b'}", "{'path': 'a'}"),
          of(TEXT, CheckName.NOT_CONTAINS, "tags", "test", "{'tags': ['a']}", "{'tags': ['test']}"),
          of(TEXT, CheckName.FORMAT, "mail", "email", "{'mail': 'a@b.org'}", "{'mail': 'a@b'}"),
          of(COLLECTIONS, CheckName.MIN_ITEMS, "tags", "1", "{'tags': ['a']}", "{'tags': []}"),
          of(
              COLLECTIONS,
              CheckName.MAX_ITEMS,
              "tags",
              "1",
              "{'tags': ['a']}",
              "{'tags': ['a', 'b']}"),
          of(
              COLLECTIONS,
              CheckName.UNIQUE_ITEMS,
              "ids",
              "true",
              "{'ids': [1, 2]}",
              "{'ids': [1, 1.0]}"),
          of(
              TIME,
              CheckName.NOT_IN_FUTURE,
              "at",
              "5m",
              at("2024-01-31T12:05:00Z"),
              at("2024-01-31T12:06:00Z")),
          of(
              TIME,
              CheckName.NOT_OLDER_THAN,
              "at",
              "7d",
              at("2024-01-24T12:00:00Z"),
              at("2024-01-24T11:59:59Z")),
          of(OTHER_FIELDS, CheckName.EQ_FIELD, "paid", "total", pair(5, 5), pair(4, 5)),
          of(OTHER_FIELDS, CheckName.GT_FIELD, "paid", "total", pair(6, 5), pair(5, 5)),
          of(OTHER_FIELDS, CheckName.GTE_FIELD, "paid", "total", pair(5, 5), pair(4, 5)),
          of(OTHER_FIELDS, CheckName.LT_FIELD, "paid", "total", pair(4, 5), pair(5, 5)),
          of(OTHER_FIELDS, CheckName.LTE_FIELD, "paid", "total", pair(5, 5), pair(6, 5)),
          of(EXPRESSIONS, CheckName.EXPR, "paid", "this <= message.total", pair(4, 5), pair(6, 5)));

  private CheckSamples() {}

  /** The events are in JSON with single quotes, which are easier to read here. */
  private static Sample of(
      Group group, CheckName check, String field, String argument, String passing, String failing) {
    return new Sample(
        group, check, field, argument, passing.replace('\'', '"'), failing.replace('\'', '"'));
  }

  private static String at(String time) {
    return "{'at': '" + time + "'}";
  }

  private static String pair(int paid, int total) {
    return "{'paid': " + paid + ", 'total': " + total + "}";
  }
}
