package io.sluice.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Problems;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class YamlFileTest {

  private static YamlNode value(String text) {
    YamlNode root = YamlFile.read("a.yaml", "a: " + text, new Problems());
    return Objects.requireNonNull(Objects.requireNonNull(root).member("a"));
  }

  @Test
  void numbersOfTheCoreSchema() {
    assertThat(value("0x1F").number()).isEqualTo(new BigDecimal(31));
    assertThat(value("0o17").number()).isEqualTo(new BigDecimal(15));
    assertThat(value("-1.5e3").number()).isEqualByComparingTo("-1500");
    assertThat(value("+.5").number()).isEqualByComparingTo("0.5");
    for (String text : List.of(".inf", "-.INF", ".NaN", "'1'", "NO", "1_000")) {
      assertThat(value(text).number()).as(text).isNull();
    }
  }

  @Test
  void aByteOrderMarkIsNamed() {
    Problems problems = new Problems();
    assertThat(YamlFile.read("a.yaml", "\uFEFFa: 1", problems)).isNull();
    assertThat(problems.all())
        .singleElement()
        .asString()
        .isEqualTo(
            "a.yaml:1:1: the file starts with a byte order mark (U+FEFF); save it as UTF-8 without"
                + " one");
  }
}
