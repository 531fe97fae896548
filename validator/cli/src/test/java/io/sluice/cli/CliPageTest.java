package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.help.CommandHelp;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Prose;
import io.sluice.cli.output.Terminal;
import io.sluice.docs.GeneratedPart;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference pages of the command say what {@code --help} says. */
class CliPageTest {

  /** Said once, at the top of the page. */
  private static final Set<String> EVERYWHERE = Set.of("--debug", "-h, --help");

  @Test
  void commands() {
    String sections =
        ScreensTest.all(Sluice.commandLine(Terminal.PIPE)).stream()
            .map(CommandHelp::of)
            .map(CliPageTest::section)
            .collect(Collectors.joining("\n"));
    GeneratedPart.require("cli.md", "commands", "\n" + sections + "\n");
  }

  private static String section(CommandHelp help) {
    StringBuilder section = new StringBuilder();
    section.append("## ").append(help.name()).append("\n\n");
    section.append(wrapped(String.join(" ", help.description()))).append("\n\n");
    section.append("```text\n").append(help.synopsis()).append("\n```\n");
    table(section, "parameter", help.parameters());
    table(section, "command", help.commands());
    table(
        section,
        "option",
        help.options().stream().filter(entry -> !EVERYWHERE.contains(entry.name())).toList());
    section.append("\nExample:\n\n```sh\n").append(help.example()).append("\n```\n");
    notes(section, help.notes());
    return section.toString();
  }

  private static void table(StringBuilder page, String what, List<CommandHelp.Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    page.append("\n| ").append(what).append(" | meaning |\n|---|---|\n");
    for (CommandHelp.Entry entry : entries) {
      page.append(
          "| `%s` | %s |\n".formatted(entry.name().replace("|", "\\|"), escaped(entry.text())));
    }
  }

  private static void notes(StringBuilder page, List<String> notes) {
    boolean isCode = false;
    List<String> lines = notes.stream().dropWhile(String::isEmpty).toList();
    page.append(lines.isEmpty() ? "" : "\n");
    for (String note : lines) {
      boolean isVerbatim = note.startsWith(" ");
      if (isVerbatim != isCode) {
        page.append(isVerbatim ? "\n```text\n" : "```\n");
        isCode = isVerbatim;
      }
      page.append(isVerbatim ? note.strip() : escaped(note)).append('\n');
    }
    page.append(isCode ? "```\n" : "");
  }

  private static String wrapped(String text) {
    return String.join("\n", Prose.wrap(escaped(text), 100));
  }

  private static String escaped(String text) {
    return text.replace("<", "&lt;").replace("*", "\\*").replace("|", "\\|");
  }

  @Test
  void exitCodes() throws IOException, IllegalAccessException {
    String page = Files.readString(Path.of("..", "..", "docs", "reference", "exit-codes.md"));
    for (Field code : ExitCode.class.getFields()) {
      assertThat(page).contains("| " + code.get(null) + " | ");
    }
  }
}
