package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Terminal;
import io.sluice.contract.CheckName;
import io.sluice.fault.Code;
import io.sluice.format.Formats;
import io.sluice.job.metric.Metric;
import io.sluice.job.metric.MetricPart;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code sluice docs} finds what there is in docs/, and prints it so that people can read it. */
class DocsCommandTest {

  private static final Path DOCS = Path.of("..", "..", "docs");

  /** Marks that have no meaning in a terminal. */
  private static final Pattern MARKUP =
      Pattern.compile("<!--|^\\|.*\\|$|\\]\\([^)]*\\)|</?a\\b|^#+ ", Pattern.MULTILINE);

  /** A word that no screen can break, alone or behind a label. */
  private static final Pattern LONG_WORD = Pattern.compile(" *(\\S+( \\S+)*  +)?\\S+");

  private String out = "";
  private String err = "";

  private int run(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exit = Sluice.run(new PrintWriter(outText), new PrintWriter(errText), arguments);
    out = outText.toString();
    err = errText.toString();
    return exit;
  }

  @Test
  void withoutATopicItListsPages() throws IOException {
    assertThat(run("docs")).isEqualTo(ExitCode.FINE);
    for (Path page : pages()) {
      assertThat(out).containsPattern("(?m)^  " + Pattern.quote(name(page)) + "( |$)");
    }
    assertThat(out).contains("sluice docs --search");
  }

  @Test
  void everyPageReadsAsPlainText() throws IOException {
    for (Path page : pages()) {
      String path = DOCS.relativize(page).toString().replace(".md", "");
      assertThat(run("docs", path)).as(err).isEqualTo(ExitCode.FINE);
      String prose =
          out.lines().filter(line -> !line.startsWith("    ")).collect(Collectors.joining("\n"));
      assertThat(MARKUP.matcher(prose).results().map(match -> match.group()))
          .as(page.toString())
          .isEmpty();
      assertThat(
              prose
                  .lines()
                  .filter(line -> line.length() > 80 && !LONG_WORD.matcher(line).matches()))
          .as(page.toString())
          .isEmpty();
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".md") && !file.toString().contains("decisions"))
          .filter(file -> !file.equals(DOCS.resolve("README.md")))
          .sorted()
          .toList();
    }
  }

  private static String name(Path page) {
    return String.valueOf(page.getFileName()).replace(".md", "");
  }

  @Test
  void everyNameThatMessagesUseIsFound() throws IOException {
    for (CheckName check : CheckName.values()) {
      find(check.label(), "reference/checks");
    }
    for (Code code : Code.values()) {
      find(code.label(), "reference/faults");
    }
    Formats.all().forEach(format -> find(format.name(), "reference/formats"));
    for (MetricPart part : MetricPart.values()) {
      Metric.of(part).forEach(metric -> find(metric.prometheusName(), "reference/metrics"));
    }
    for (String key : List.of("pipeline.startFrom", "lake.ledger", "kafka", "limits.depth")) {
      find(key, "reference/config");
    }
    for (Map.Entry<String, String> page :
        Map.of("SluiceBreakerOpen", "runbooks", "json-schema", "reference").entrySet()) {
      find(page.getKey(), page.getValue() + "/" + page.getKey());
    }
    find("dlq list", "reference/cli");
    find("EXIT-CODES", "reference/exit-codes");
  }

  private void find(String topic, String page) {
    assertThat(run(("docs " + topic).split(" ", -1))).as(topic + ": " + err).isZero();
    assertThat(out).as(topic).contains("[" + page + "]");
  }

  @Test
  void aRowOfATableIsAListOfWhatItSays() {
    find("limits.recordBytes", "reference/config");
    assertThat(out).contains("8388608").doesNotContain("|");
  }

  @Test
  void aWordOfAHeadingFindsItsSection() {
    find("null", "reference/checks");
    assertThat(out).contains("Absent, null, and other types").doesNotContain("Presence");
    assertThat(out).containsPattern("(?m)^- A field in an Avro record.*\n  \\S");
    // a word of many headings finds nothing
    assertThat(run("docs", "the")).isEqualTo(ExitCode.SET_UP);
  }

  @Test
  void unknownTopicsGetTheNearest() {
    assertThat(run("docs", "not_nul")).isEqualTo(ExitCode.SET_UP);
    assertThat(err).startsWith("There is no topic 'not_nul'. Did you mean 'not_null'?\n");
    assertThat(out).isEmpty();
  }

  @Test
  void searchShowsLinesAndTheirPages() {
    assertThat(run("docs", "--search", "RECORDBYTES")).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("reference/config: ", "reference/faults: ", "limits.recordBytes");
    assertThat(out.lines().filter(line -> line.length() > 80)).isEmpty();
    assertThat(run("docs", "--search", "xyzzy")).isEqualTo(ExitCode.FINE);
    assertThat(err).isEqualTo("No page contains 'xyzzy'.\n");
  }

  @Test
  void colorsReplaceBackticks() {
    StringWriter text = new StringWriter();
    Sluice.run(
        new Terminal(100, true), new PrintWriter(text), new PrintWriter(text), "docs", "config");
    assertThat(text.toString())
        .contains("\u001B[36mlimits.recordBytes\u001B")
        .doesNotContain("`limits.recordBytes`");
  }
}
