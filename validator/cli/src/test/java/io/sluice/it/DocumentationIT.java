package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the documentation run, and print what the pages show. */
class DocumentationIT {

  private static final Path ROOT = Path.of(System.getProperty("sluice.root")).normalize();
  private static final String BROKER = "localhost:9092";
  private static final String REGISTRY = "http://localhost:8081";

  @TestFactory
  Stream<DynamicTest> pagesSayWhatHappens(@TempDir Path work) throws IOException {
    String one = System.getProperty("docs.page", "");
    return pages()
        .filter(page -> page.endsWith(one) || one.isEmpty())
        .map(
            page ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(page).toString(),
                    () -> follow(DocPage.read(page), work.resolve(page.getFileName()))));
  }

  private static Stream<Path> pages() throws IOException {
    Stream<Path> pages = Stream.of(ROOT.resolve("README.md"));
    for (String folder : new String[] {"docs/get-started", "docs/guides"}) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        pages = Stream.concat(pages, files.sorted().toList().stream());
      }
    }
    return pages;
  }

  private static void follow(DocPage page, Path work) throws Exception {
    Files.createDirectories(work);
    if (!Files.readString(page.file()).contains(BROKER)) {
      follow(page, work, Map.of());
      return;
    }
    try (Services services = Services.embedded(work, Map.of())) {
      Map<String, String> addresses = new LinkedHashMap<>();
      addresses.put(REGISTRY, services.registryUrl());
      addresses.put(BROKER, services.bootstrapServers());
      follow(page, work, addresses);
    }
  }

  private static void follow(DocPage page, Path work, Map<String, String> addresses)
      throws Exception {
    try (DocShell shell = new DocShell(work, addresses)) {
      for (DocPage.Block block : page.blocks()) {
        String where = ROOT.relativize(page.file()) + ":" + block.line();
        if (block instanceof DocPage.NotRun left) {
          System.out.println("not run: " + where + ": " + left.reason());
        } else if (block instanceof DocPage.Written file) {
          shell.write(file.path(), file.text());
          if (file.text().contains("kind: Contract\n")) {
            requireLint(where, shell.folder().resolve(file.path()));
          }
        } else if (block instanceof DocPage.Contract contract) {
          shell.write("shown/line" + contract.line() + ".yaml", contract.text());
          requireLint(where, shell.folder().resolve("shown/line" + contract.line() + ".yaml"));
        } else if (block instanceof DocPage.Commands commands) {
          DocShell.Output output = shell.run(commands);
          if (!rewritten(page.file(), commands, output)) {
            requireShown(where, commands, output);
          }
        }
      }
    }
  }

  private static void requireLint(String where, Path contract) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    assertThat(Sluice.run(out, out, "lint", contract.toString()))
        .as("%s: sluice lint reports:\n%s", where, said)
        .isEqualTo(ExitCode.FINE);
  }

  /** With {@code -Ddocs.write=true}, an output without three dots is written into the page. */
  private static boolean rewritten(Path page, DocPage.Commands commands, DocShell.Output output)
      throws IOException {
    String shown = commands.shown();
    if (!Boolean.getBoolean("docs.write") || shown.isEmpty() || shown.contains("...")) {
      return false;
    }
    String fence = "```text\n";
    String printed = output.printed().stripTrailing() + "\n";
    Files.writeString(
        page, Files.readString(page).replace(fence + shown + "```", fence + printed + "```"));
    return true;
  }

  private static void requireShown(
      String where, DocPage.Commands commands, DocShell.Output output) {
    String what = where + ":\n" + commands.script() + "prints:\n" + output.printed();
    boolean shows = !commands.shown().isEmpty();
    if (shows) {
      assertThat(DocPage.shows(commands.shown(), output.printed()))
          .as("%s\nthe page shows:\n%s", what, commands.shown())
          .isTrue();
    }
    if (commands.exit() > 0) {
      assertThat(output.failed()).as(what).contains(commands.exit());
    } else {
      assertThat(output.failed()).as(what).allMatch(status -> shows && status == 1);
    }
  }

  @Test
  void threeDotsStandForAnything() {
    assertThat(DocPage.shows("a ... c\n", "a b c\n")).isTrue();
    assertThat(DocPage.shows("a\n...\nc\n", "a\nb\nb\nc\n")).isTrue();
    assertThat(DocPage.shows("a\n...\nc\n", "a\nc\n")).isTrue();
    assertThat(DocPage.shows("a ... c\n", "a b d\n")).isFalse();
    assertThat(DocPage.shows("a\n...\nc\n", "a\nb\n")).isFalse();
    assertThat(DocPage.shows("a\n", "a\nb\n")).isFalse();
  }
}
