package io.sluice.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Generated texts are instants exactly where java.time reads them as the same ones. It differs from
 * RFC 3339 in these on purpose:
 *
 * <ul>
 *   <li>java.time knows no second 60, which is that after 59 here
 *   <li>java.time takes times without seconds, offsets with seconds, and years of more digits
 *   <li>java.time takes at most 9 digits of a fraction, and a point without digits
 *   <li>java.time takes offsets up to 18 hours; RFC 3339 up to 23:59
 *   <li>java.time takes a negative offset of zero for none at all
 * </ul>
 */
class Rfc3339Test {

  private static final Pattern SHAPE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)");

  private final Random random = new Random(20261130);

  @Test
  void instantsAreThoseOfJavaTime() {
    compare(20_000);
  }

  @Test
  @Tag("full")
  void instantsAreThoseOfJavaTimeManyTimes() {
    compare(5_000_000);
  }

  private void compare(int texts) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < texts; i++) {
      String text = random.nextInt(3) == 0 ? damaged(text()) : text();
      Instant found = Rfc3339.instant(text);
      assertThat(found).as(text).isEqualTo(expected(text));
      assertThat(Rfc3339.isDateTime(text)).as(text).isEqualTo(found != null);
      counts.merge(found == null ? "none" : "instant", 1, Integer::sum);
    }
    counts.values().forEach(count -> assertThat(count).isGreaterThan(texts / 10));
  }

  /** What java.time reads, with the differences taken out. */
  private static @Nullable Instant expected(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return null;
    }
    String plain = text.toUpperCase(java.util.Locale.ROOT).replaceAll("(\\.\\d{9})\\d+", "$1");
    boolean isLeap = plain.startsWith(":60", 16);
    if (isLeap) {
      plain = plain.substring(0, 17) + "59" + plain.substring(19);
    }
    int sign = Math.max(plain.indexOf('+', 11), plain.indexOf('-', 11));
    long offset = 0;
    if (sign > 0) {
      int hours = Integer.parseInt(plain.substring(sign + 1, sign + 3));
      int minutes = Integer.parseInt(plain.substring(sign + 4));
      if (hours > 23 || minutes > 59) {
        return null;
      }
      offset = (hours * 60L + minutes) * (plain.charAt(sign) == '+' ? 60 : -60);
      plain = plain.substring(0, sign) + "Z";
    }
    try {
      Instant instant = OffsetDateTime.parse(plain).toInstant().minusSeconds(offset);
      boolean isLastMinute = Math.floorMod(instant.getEpochSecond(), 86_400L) == 86_399;
      return !isLeap ? instant : isLastMinute ? instant.plusSeconds(1) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append("%04d-%02d-%02d".formatted(year(), 1 + random.nextInt(12), 1 + random.nextInt(31)));
    text.append(random.nextInt(5) == 0 ? 't' : 'T');
    boolean isLeap = random.nextInt(4) == 0;
    text.append(
        isLeap
            ? pick("23:59:60", "22:59:60", "00:59:60", "23:60:60")
            : "%02d:%02d:%02d"
                .formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60)));
    if (random.nextBoolean()) {
      text.append('.');
      for (int i = random.nextInt(18); i >= 0; i--) {
        text.append(random.nextInt(10));
      }
    }
    return text.append(
            pick("Z", "z", "+00:00", "-00:00", "+01:00", "-01:00", "+05:30", "+18:30", "-23:59"))
        .toString();
  }

  private int year() {
    return random.nextInt(10) == 0 ? random.nextInt(10_000) : 1990 + random.nextInt(60);
  }

  private String damaged(String text) {
    StringBuilder damaged = new StringBuilder(text);
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> damaged.deleteCharAt(at);
      case 1 -> damaged.insert(at, pick("0", "9", ":", "-", ".", " ", "+", "T"));
      case 2 -> damaged.setCharAt(at, pick("0", "6", "9", ":", "-", " ", "\u0661", "Z").charAt(0));
      default -> damaged.setLength(at);
    }
    return damaged.toString();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
