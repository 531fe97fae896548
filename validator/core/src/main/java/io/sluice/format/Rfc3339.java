package io.sluice.format;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as RFC 3339 writes them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, section 5.6</a>
 */
public final class Rfc3339 {

  private static final int MINUTES_A_DAY = 24 * 60;
  private static final long SECONDS_A_DAY = MINUTES_A_DAY * 60L;

  private static final Pattern TIME =
      Pattern.compile(
          "([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(?:\\.([0-9]+))?"
              + "(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))");

  private Rfc3339() {}

  /** A full-date: a day that the calendar has. */
  public static boolean isDate(String text) {
    return Syntax.isDate(text);
  }

  /** A full-time. The second 60 is one that UTC may insert: 23:59:60 there (appendix D). */
  public static boolean isTime(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return false;
    }
    if (!time.group(3).equals("60")) {
      return true;
    }
    int minutes = minutes(time.group(1), time.group(2));
    if (time.group(5) != null) {
      int offset = minutes(time.group(6), time.group(7));
      minutes += time.group(5).equals("+") ? -offset : offset;
    }
    return Math.floorMod(minutes, MINUTES_A_DAY) == MINUTES_A_DAY - 1;
  }

  private static int minutes(String hours, String minutes) {
    return Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
  }

  /** A date-time, with T or t between the date and the time. */
  public static boolean isDateTime(String text) {
    return text.length() > 11
        && (text.charAt(10) == 'T' || text.charAt(10) == 't')
        && isDate(text.substring(0, 10))
        && isTime(text.substring(11));
  }

  /**
   * The instant of a date-time; null where the text is none. Digits beyond nanoseconds are cut; the
   * second 60 is the one that follows 59, as in POSIX time.
   */
  public static @Nullable Instant instant(String text) {
    if (!isDateTime(text)) {
      return null;
    }
    Matcher time = TIME.matcher(text.substring(11));
    if (!time.matches()) {
      throw new IllegalStateException("a date-time whose time is none");
    }
    long seconds = LocalDate.parse(text.substring(0, 10)).toEpochDay() * SECONDS_A_DAY;
    seconds += minutes(time.group(1), time.group(2)) * 60L + Integer.parseInt(time.group(3));
    if (time.group(5) != null) {
      long offset = minutes(time.group(6), time.group(7)) * 60L;
      seconds += time.group(5).equals("+") ? -offset : offset;
    }
    String fraction = time.group(4);
    return Instant.ofEpochSecond(
        seconds, fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9)));
  }
}
