package io.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patterns and searches cost, against what the library does. */
class RegexCostTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "abc; 3",
        "a{1000}; 1000",
        "(a{100}){100}; 10000",
        "((a|b{10}){10,}c){5}; 605",
        "[(]{7}; 7",
        "[]({]{7}x; 8",
        "[^]x]{7}; 7",
        "[[:alpha:]{]{7}; 7",
        "\\Q(x{9})\\E{3}; 3",
        "\\p{Greek}{40}; 40",
        "\\({40}; 40",
        "(?P<name_of_it>a){9}(?i:b){2}; 11",
        "a{x}; 4",
        "a{4; 3",
        "); 1",
      })
  void countedRepeatsAreWrittenOut(String regex, long steps) {
    assertThat(RepeatCount.steps(regex)).isEqualTo(steps);
  }

  @Test
  void stepsAreAboutTheSizeOfTheProgram() {
    Random random = new Random(20261130);
    int large = 0;
    for (int i = 0; i < 3_000; i++) {
      StringBuilder regex = new StringBuilder();
      generate(random, regex, 4);
      int size = Pattern.compile(regex.toString()).programSize();
      large += size > 100 ? 1 : 0;
      assertThat((double) RepeatCount.steps(regex.toString()))
          .as(regex.toString())
          .isBetween((size - 5) / 5.0, size * 4.0);
    }
    assertThat(large).isGreaterThan(100);
  }

  private static void generate(Random random, StringBuilder regex, int depth) {
    int parts = 1 + random.nextInt(3);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(depth == 0 ? 4 : 6)) {
        case 0 -> regex.append('a');
        case 1 -> regex.append("[b-d(]");
        case 2 -> regex.append("\\{");
        case 3 -> regex.append("\\d");
        case 4 -> {
          regex.append('(');
          generate(random, regex, depth - 1);
          regex.append(')');
        }
        default -> {
          regex.append("(?:");
          generate(random, regex, depth - 1);
          regex.append('|');
          generate(random, regex, depth - 1);
          regex.append(')');
        }
      }
      if (random.nextInt(3) == 0) {
        int least = 1 + random.nextInt(6);
        regex.append('{').append(least).append(',').append(least + random.nextInt(3)).append('}');
      }
    }
  }

  @Test
  void theComparisonsOfASearchAreCounted() {
    Random random = new Random(20261130);
    for (int i = 0; i < 200; i++) {
      String text = text(random, 2_000);
      String wanted =
          random.nextBoolean() ? text(random, 300) : text.substring(random.nextInt(1_000));
      long naive = 0;
      for (int at = 0; at < text.length(); at++) {
        int same = 0;
        while (same < wanted.length()
            && at + same < text.length()
            && text.charAt(at + same) == wanted.charAt(same)) {
          same++;
        }
        naive += same + 1;
      }
      assertThat(SearchCost.comparisons(text, wanted)).isEqualTo(naive);
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(random.nextInt(4) == 0 ? "b" : "a".repeat(random.nextInt(30)));
    }
    return text.toString();
  }
}
