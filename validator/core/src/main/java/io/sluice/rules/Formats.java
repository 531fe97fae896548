package io.sluice.rules;

import com.google.re2j.Pattern;
import io.sluice.problem.Suggestion;
import io.sluice.problem.YamlNode;
import io.sluice.type.Type;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Named forms of text. */
final class Formats {

  private static final Pattern UUID =
      Pattern.compile("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$");

  /** The dot-atom form of RFC 5321, section 4.1.2, with a dotted host name. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+"
              + "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$");

  /** RFC 2673, section 3.2: four decimal numbers without leading zeros. */
  private static final Pattern IPV4 =
      Pattern.compile("^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.|$)){4}$");

  /** RFC 3339, section 5.6. */
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)"
              + "(\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$");

  private static final Map<String, Predicate<String>> ALL = new TreeMap<>();

  static {
    ALL.put("email", text -> text.length() <= 254 && EMAIL.matches(text));
    ALL.put("uuid", UUID::matches);
    ALL.put("ipv4", text -> IPV4.matches(text) && !text.endsWith("."));
    ALL.put("date", Formats::isDate);
    ALL.put("date_time", text -> DATE_TIME.matches(text) && isDate(text.substring(0, 10)));
  }

  private Formats() {}

  static CompiledCheck compile(YamlNode argument, Type type) throws Mismatch {
    Predicate<String> format = ALL.get(argument.text());
    if (format == null) {
      throw new Mismatch(
          "there is no format '"
              + argument.text()
              + "'"
              + Suggestion.among(argument.text(), ALL.keySet()));
    }
    return TextChecks.text(type, format, "have the format " + argument.text());
  }

  /** RFC 3339 full-date; java.time alone would take years of other lengths. */
  private static boolean isDate(String text) {
    if (text.length() != 10) {
      return false;
    }
    try {
      LocalDate.parse(text);
      return Character.isDigit(text.charAt(0));
    } catch (DateTimeException e) {
      return false;
    }
  }
}
