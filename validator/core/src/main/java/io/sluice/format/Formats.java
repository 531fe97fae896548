package io.sluice.format;

import com.google.re2j.Pattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Named text formats. */
public final class Formats {

  /**
   * A text format.
   *
   * @param meaning what the format is, in Markdown, with its source
   * @param fits a text that has the format
   * @param misfits texts that look similar but do not have the format
   */
  public record Format(
      String name, String meaning, Predicate<String> test, String fits, List<String> misfits) {}

  private static final String DAYS = "([0-9]+Y([0-9]+M([0-9]+D)?)?|[0-9]+M([0-9]+D)?|[0-9]+D)";
  private static final String HOURS = "([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S)";
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

  private static final Pattern EMAIL =
      Pattern.compile(
          ATOM + "(\\." + ATOM + ")*@(" + LABEL + "\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])");

  private static final Map<String, Format> ALL = new LinkedHashMap<>();

  static {
    add(
        "email",
        "Email address: a dot-atom, `@`, and a dotted host name (RFC 5321, section 4.1.2)",
        text -> Addresses.isMailbox(text) && EMAIL.matches(text),
        "ada@example.org",
        "ada@example",
        "ada@@example.org",
        "a da@example.org");
    add(
        "hostname",
        "Host name: labels of letters, digits, and interior hyphens (RFC 1123, section 2.1)",
        matching(LABEL + "(\\." + LABEL + ")*").and(text -> text.length() <= 253),
        "db-1.example.org",
        "-db.example.org",
        "db_1.example.org",
        "db..example.org");
    add(
        "ipv4",
        "IPv4 address: four decimal numbers without leading zeros (RFC 2673, section 3.2)",
        FixedForms::isIpv4,
        "192.0.2.1",
        "192.0.2.256",
        "192.0.2.01",
        "192.0.2");
    add(
        "ipv6",
        "IPv6 address without a zone (RFC 4291, section 2.2)",
        Syntax::isIpv6,
        "2001:db8::1",
        "2001:db8::1::2",
        "fe80::1%eth0",
        "192.0.2.1");
    add(
        "cidr",
        "IPv4 or IPv6 address with a prefix length (RFC 4632)",
        Syntax::isCidr,
        "192.0.2.0/24",
        "192.0.2.0",
        "192.0.2.0/33",
        "192.0.2.0/x");
    add(
        "uri",
        "URI with a scheme (RFC 3986)",
        UriSyntax::isUri,
        "https://example.org/a?b#c",
        "/a/b",
        "https://exa mple.org",
        "example.org");
    add(
        "uri_ref",
        "URI, or a relative reference without a scheme (RFC 3986, section 4.1)",
        UriSyntax::isReference,
        "/a/b?c",
        "a b",
        "/%zz");
    add(
        "uuid",
        "UUID of any version, in uppercase or lowercase (RFC 9562)",
        FixedForms::isUuid,
        "123e4567-e89b-12d3-a456-426614174000",
        "123e4567e89b12d3a456426614174000",
        "123e4567-e89b-12d3-a456-42661417400g");
    add(
        "ulid",
        "ULID: 26 characters in Crockford's base 32, at most `7ZZZZZZZZZZZZZZZZZZZZZZZZZ`",
        FixedForms::isUlid,
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "81ARZ3NDEKTSV4RRFFQ69G5FAV",
        "01ARZ3NDEKTSV4RRFFQ69G5FAU");
    add(
        "date",
        "Date: a `full-date` that exists in the calendar (RFC 3339, section 5.6)",
        Rfc3339::isDate,
        "2024-02-29",
        "2023-02-29",
        "2024-2-29",
        "20240229");
    add(
        "time",
        "Time: a `full-time` with an offset (RFC 3339, section 5.6)",
        Rfc3339::isTime,
        "12:30:00Z",
        "12:30:00",
        "24:00:00Z",
        "12:30Z");
    add(
        "date_time",
        "Timestamp: a `date-time` with an offset (RFC 3339, section 5.6)",
        Rfc3339::isDateTime,
        "2024-02-29T12:30:00.5+01:00",
        "2024-02-29T12:30:00",
        "2024-02-30T12:30:00Z",
        "2024-02-29 12:30:00Z");
    add(
        "duration",
        "ISO 8601 duration (RFC 3339, appendix A)",
        matching("P([0-9]+W|" + DAYS + "(T" + HOURS + ")?|T" + HOURS + ")"),
        "P1DT12H",
        "P",
        "PT",
        "1D",
        "P1H");
    add("json", "JSON text (RFC 8259)", Syntax::isJson, "{\"a\": [1]}", "{'a': 1}", "{", "");
    add(
        "integer",
        "Whole number: an optional sign and up to 1,000 decimal digits",
        matching("[+-]?[0-9]{1,1000}"),
        "-42",
        "4.2",
        "1e3",
        "0x2a");
    add(
        "decimal",
        "Decimal number without an exponent: up to 1,000 digits before and after the decimal point",
        matching("[+-]?([0-9]{1,1000}(\\.[0-9]{0,1000})?|\\.[0-9]{1,1000})"),
        "-4.20",
        "4,2",
        "1e3",
        ".");
    add(
        "iso_country",
        "ISO 3166-1 alpha-2 country code: two uppercase letters",
        IsoCodes.COUNTRIES::contains,
        "DE",
        "UK",
        "de",
        "DEU");
    add(
        "iso_currency",
        "ISO 4217 code of a current currency or fund: three uppercase letters",
        IsoCodes.CURRENCIES::contains,
        "EUR",
        "eur",
        "BTC",
        "HRK",
        "EU");
    add(
        "iso_language",
        "Current ISO 639-1 language code: two lowercase letters",
        IsoCodes.LANGUAGES::contains,
        "de",
        "DE",
        "deu",
        "iw",
        "xx");
    add(
        "latitude",
        "Degrees from -90 to 90, as a number or as text in decimal notation",
        text -> Syntax.isBetween(text, 90),
        "-33.86",
        "90.01",
        "33° 51'",
        "");
    add(
        "longitude",
        "Degrees from -180 to 180, as a number or as text in decimal notation",
        text -> Syntax.isBetween(text, 180),
        "151.21",
        "-180.01",
        "E151",
        "");
    add(
        "credit_card",
        "Card number: 12 to 19 digits with a valid Luhn check digit (ISO/IEC 7812-1). Single"
            + " spaces or hyphens can separate digits.",
        Syntax::isCreditCard,
        "4111 1111 1111 1111",
        "4111 1111 1111 1112",
        "41111111111",
        "4111--1111-1111-1111");
    add(
        "phone_e164",
        "Phone number: a plus sign and at most 15 digits (ITU-T E.164)",
        FixedForms::isE164,
        "+491512345678",
        "00491512345678",
        "+49 151 2345678",
        "+0151234");
  }

  private Formats() {}

  private static void add(
      String name, String meaning, Predicate<String> test, String fits, String... misfits) {
    ALL.put(name, new Format(name, meaning, test, fits, List.of(misfits)));
  }

  private static Predicate<String> matching(String regex) {
    return Pattern.compile(regex)::matches;
  }

  /** All formats, in the order of the reference page. */
  public static List<Format> all() {
    return List.copyOf(ALL.values());
  }

  /** The format with the given name, or null. */
  public static @Nullable Format of(String name) {
    return ALL.get(name);
  }

  /** The names of all formats. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ALL.keySet());
  }
}
