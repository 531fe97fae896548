package io.sluice.format;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times in RFC 3339 format. Recognition does not allocate anything.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, section 5.6</a>
 */
public final class Rfc3339 {

  private static final int MINUTES_A_DAY = 24 * 60;
  private static final long SECONDS_A_DAY = MINUTES_A_DAY * 60L;
  private static final int NANO_DIGITS = 9;

  /** Of a full-date: {@code 2024-02-29}. */
  private static final int DATE_LENGTH = 10;

  /** Of a partial-time without fraction: {@code 23:59:60}. */
  private static final int CLOCK_LENGTH = 8;

  private Rfc3339() {}

  /** A full-date: a day that the calendar has. */
  public static boolean isDate(String text) {
    return text.length() == DATE_LENGTH && startsWithDate(text);
  }

  private static boolean startsWithDate(String text) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 2);
    int day = digits(text, 8, 2);
    return year >= 0
        && text.charAt(4) == '-'
        && month >= 1
        && month <= 12
        && text.charAt(7) == '-'
        && day >= 1
        && day <= Month.of(month).length(Year.isLeap(year));
  }

  /** A full-time. A second 60 must be a UTC leap second: 23:59:60 in UTC (appendix D). */
  public static boolean isTime(String text) {
    return isTime(text, 0);
  }

  private static boolean isTime(String text, int at) {
    if (text.length() <= at + CLOCK_LENGTH) {
      return false;
    }
    int hour = digits(text, at, 2);
    int minute = digits(text, at + 3, 2);
    int second = digits(text, at + 6, 2);
    boolean isClock =
        isBetween(hour, 23)
            && text.charAt(at + 2) == ':'
            && isBetween(minute, 59)
            && text.charAt(at + 5) == ':'
            && isBetween(second, 60);
    int zone = afterFraction(text, at + CLOCK_LENGTH);
    if (!isClock || !isZone(text, zone)) {
      return false;
    }
    int minuteOfDay = hour * 60 + minute - minutesEast(text, zone);
    return second < 60 || Math.floorMod(minuteOfDay, MINUTES_A_DAY) == MINUTES_A_DAY - 1;
  }

  private static boolean isBetween(int number, int most) {
    return number >= 0 && number <= most;
  }

  /**
   * The end of a fraction that may begin at a position; the end of the text if it has no digits.
   */
  private static int afterFraction(String text, int at) {
    if (text.charAt(at) != '.') {
      return at;
    }
    int end = at + 1;
    while (end < text.length() && FixedForms.isDigit(text.charAt(end))) {
      end++;
    }
    return end == at + 1 ? text.length() : end;
  }

  /** Whether the rest of the text is a time-offset. */
  private static boolean isZone(String text, int at) {
    int length = text.length() - at;
    if (length == 1) {
      return text.charAt(at) == 'Z' || text.charAt(at) == 'z';
    }
    return length == 6
        && (text.charAt(at) == '+' || text.charAt(at) == '-')
        && isBetween(digits(text, at + 1, 2), 23)
        && text.charAt(at + 3) == ':'
        && isBetween(digits(text, at + 4, 2), 59);
  }

  /** The number of minutes in a time-offset. */
  private static int minutesEast(String text, int at) {
    if (text.length() - at == 1) {
      return 0;
    }
    int minutes = digits(text, at + 1, 2) * 60 + digits(text, at + 4, 2);
    return text.charAt(at) == '+' ? minutes : -minutes;
  }

  /** The number that digits represent; -1 if some characters are not digits. */
  private static int digits(String text, int at, int count) {
    int number = 0;
    for (int i = at; i < at + count; i++) {
      char c = text.charAt(i);
      if (!FixedForms.isDigit(c)) {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }

  /** A date-time, with T or t between the date and the time. */
  public static boolean isDateTime(String text) {
    return text.length() > DATE_LENGTH
        && (text.charAt(DATE_LENGTH) == 'T' || text.charAt(DATE_LENGTH) == 't')
        && startsWithDate(text)
        && isTime(text, DATE_LENGTH + 1);
  }

  /**
   * The instant of a date-time; null if the text is not a date-time. Digits beyond nanoseconds are
   * dropped. Second 60 becomes the second after 59, as in POSIX time.
   */
  public static @Nullable Instant instant(String text) {
    if (!isDateTime(text)) {
      return null;
    }
    int clock = DATE_LENGTH + 1;
    int fraction = clock + CLOCK_LENGTH;
    int zone = afterFraction(text, fraction);
    long day =
        LocalDate.of(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)).toEpochDay();
    long minute =
        digits(text, clock, 2) * 60L + digits(text, clock + 3, 2) - minutesEast(text, zone);
    long nanos = 0;
    for (int i = 1; i <= NANO_DIGITS; i++) {
      nanos = nanos * 10 + (fraction + i < zone ? text.charAt(fraction + i) - '0' : 0);
    }
    return Instant.ofEpochSecond(
        day * SECONDS_A_DAY + minute * 60 + digits(text, clock + 6, 2), nanos);
  }
}
