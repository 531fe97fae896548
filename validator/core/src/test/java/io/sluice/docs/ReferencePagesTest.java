package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.fault.Code;
import io.sluice.fault.Stage;
import io.sluice.format.Formats;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference pages of fault codes and formats match the code. */
class ReferencePagesTest {

  @Test
  void formats() {
    StringBuilder table =
        new StringBuilder("| format | meaning | valid | invalid |\n|---|---|---|---|\n");
    for (Formats.Format format : Formats.all()) {
      table.append(
          "| <a id=\"%s\"></a>`%s` | %s | %s | %s |\n"
              .formatted(
                  format.name(),
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
    for (Stage stage : Stage.values()) {
      String sections =
          Stream.of(Code.values())
              .filter(code -> code.stage() == stage)
              .map(ReferencePagesTest::section)
              .collect(Collectors.joining());
      if (!sections.isEmpty()) {
        GeneratedPart.require("faults.md", stage.label(), sections + "\n");
      }
    }
  }

  private static String section(Code code) {
    return """

    ### `%s`

    %s

    %s
    """
        .formatted(
            code.label(),
            GeneratedPart.paragraph(code.meaning()),
            GeneratedPart.paragraph("**What to do:** " + code.remedy()));
  }
}
