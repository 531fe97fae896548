package io.sluice.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recognizers take what the patterns take that describe the same forms. */
class FixedFormsTest {

  private static final String CHARACTERS = "0123456789abcfgzABFGILOUZT:-+. \u0661/";

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "uuid [0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        "ulid [0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}",
        "phone_e164 \\+[1-9][0-9]{1,14}",
        "ipv4 ((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.|$)){4}",
        "time ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])",
        "date [0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
      })
  void agreeWithPatterns(String name, String regex) {
    Formats.Format format = Objects.requireNonNull(Formats.of(name));
    Predicate<String> oracle =
        text -> Pattern.matches(regex, text) && !(name.equals("ipv4") && text.endsWith("."));
    // the sample of a date is the last day of a February
    String base = name.equals("date") ? "2024-02-28" : format.fits();
    Random random = new Random(20261130);
    int passed = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = random.nextInt(10) == 0 ? base : mutated(base, random);
      if (isBesideThePattern(name, text)) {
        continue;
      }
      assertThat(format.test().test(text)).as(text).isEqualTo(oracle.test(text));
      passed += oracle.test(text) ? 1 : 0;
    }
    assertThat(passed).isBetween(2_000, 15_000);
  }

  /** What no pattern can tell: the last days of months, and when a leap second may be. */
  private static boolean isBesideThePattern(String name, String text) {
    return (name.equals("date") && text.matches(".*-(29|30|31)"))
        || (name.equals("time") && text.contains(":60"));
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      int at = random.nextInt(mutated.length());
      char c = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
      switch (random.nextInt(4)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, c);
        default -> mutated.setCharAt(at, c);
      }
    }
    return mutated.toString();
  }
}
