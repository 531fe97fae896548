package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.CheckName;
import io.sluice.fault.Code;
import io.sluice.format.Formats;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Reference pages say what the code says. */
class ReferencePagesTest {

  @Test
  void checks() {
    StringBuilder table =
        new StringBuilder("| check | takes | of | passes where the value |\n|---|---|---|---|\n");
    for (CheckName check : CheckName.values()) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(check.label(), check.takes().words(), check.types(), check.passes()));
    }
    GeneratedPart.require("checks.md", "checks", table.toString());
  }

  @Test
  void formats() {
    StringBuilder table =
        new StringBuilder("| format | meaning | has it | has it not |\n|---|---|---|---|\n");
    for (Formats.Format format : Formats.all()) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  format.name(),
                  format.meaning(),
                  code(format.fits()),
                  format.misfits().stream()
                      .map(ReferencePagesTest::code)
                      .collect(Collectors.joining(" "))));
    }
    GeneratedPart.require("formats.md", "formats", table.toString());
  }

  private static String code(String text) {
    return text.isEmpty() ? "(empty)" : "`" + text.replace("|", "\\|") + "`";
  }

  @Test
  void examplesOfFormatsAreTrue() {
    for (Formats.Format format : Formats.all()) {
      assertThat(format.test().test(format.fits())).as(format.name()).isTrue();
      assertThat(format.misfits())
          .as(format.name())
          .isNotEmpty()
          .noneMatch(text -> format.test().test(text));
    }
  }

  @Test
  void codes() {
    StringBuilder table =
        new StringBuilder("| stage | code | meaning | what to do |\n|---|---|---|---|\n");
    for (Code code : Code.values()) {
      table.append(
          "| %s | `%s` | %s | %s |\n"
              .formatted(code.stage().label(), code.label(), code.meaning(), code.remedy()));
    }
    GeneratedPart.require("faults.md", "codes", table.toString());
  }
}
