package io.sluice.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.Paint;
import io.sluice.failure.Problem;
import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import io.sluice.finding.LintFinding.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings on a screen, and their last line. */
class FindingPrinterTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit fills it in
  private Path folder;

  @Test
  void filesAreApartAndNotesAboutAFileHaveNoPlace() throws IOException {
    String a = file("a.yaml", "one: 1\ntwo: 2\n");
    String b = file("b.yaml", "three: 3\n");
    assertThat(
            print(
                finding(Severity.NOTE, a, 1, 1, "about the file"),
                finding(Severity.WARNING, a, 2, 6, "odd"),
                finding(Severity.ERROR, b, 1, 1, "wrong")))
        .isEqualTo(
            """
            %s: note: about the file
            %s:2:6: warning: odd
                 2 | two: 2
                   |      ^

            %s:1:1: error: wrong
                 1 | three: 3
                   | ^
            """
                .formatted(a, a, b));
  }

  @Test
  void longLinesAreCutAroundTheCaret() throws IOException {
    String line = "0123456789".repeat(30);
    String file = file("long.yaml", line + "\n");
    assertThat(quoted(file, 1)).isEqualTo(line.substring(0, 28) + "...\n^");
    assertThat(quoted(file, 151))
        .isEqualTo("..." + line.substring(138, 163) + "...\n" + " ".repeat(15) + "^");
    assertThat(quoted(file, 300))
        .isEqualTo("..." + line.substring(272) + "\n" + " ".repeat(30) + "^");
  }

  /** What is shown of a line on a screen of 40 columns. */
  private String quoted(String file, int column) {
    List<String> lines = print(finding(Severity.ERROR, file, 1, column, "x")).lines().toList();
    return lines.get(1).substring(9) + "\n" + lines.get(2).substring(9);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static LintFinding finding(
      Severity severity, String file, int line, int column, String message) {
    return new LintFinding(severity, Topic.CONTRACT, new Problem(file, line, column, message));
  }

  private static String print(LintFinding... findings) {
    StringWriter out = new StringWriter();
    new FindingPrinter(new PrintWriter(out)).people(List.of(findings), 40, new Paint(false));
    return out.toString();
  }

  @Test
  void theLastLineCounts() {
    List<Path> contracts = List.of(Path.of("a.yaml"), Path.of("b.yaml"));
    LintFinding error = finding(Severity.ERROR, "a.yaml", 1, 1, "x");
    assertThat(LintSummary.of(List.of(), contracts)).hasToString("no findings in 2 contracts");
    assertThat(LintSummary.of(List.of(error), contracts))
        .hasToString("1 error in 1 of 2 contracts");
    assertThat(
            LintSummary.of(
                List.of(error, error, finding(Severity.WARNING, "a.tests.yaml", 1, 1, "x")),
                contracts))
        .hasToString("2 errors, 1 warning in 1 of 2 contracts");
    assertThat(
            LintSummary.of(List.of(error, finding(Severity.NOTE, "v1.avsc", 1, 1, "x")), contracts))
        .hasToString("1 error, 1 note in 2 files; 2 contracts checked");
  }
}
