package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.help.CommandGroup;
import io.sluice.cli.help.CommandHelp;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Screens of help and of typical mistakes, as they were accepted, on a terminal of 80 columns. Run
 * with {@code -Dscreens.write=true} to write them again.
 */
class ScreensTest {

  private static final Path FOLDER = Path.of("src/test/resources/screens");

  private static final List<String> MISTAKES =
      List.of(
          "rnu",
          "bogus --help",
          "hepl",
          "stats",
          "list --all",
          "dlq",
          "dlq lst",
          "audit",
          "lint --ouput json",
          "lint --output xml",
          "lint --output",
          "lint nowhere --no-such-option=1",
          "--verison",
          "check",
          "check --contract",
          "init",
          "init orders payments",
          "table shop.orders --limit many",
          "hold set --contract orders",
          "hold skip orders 0",
          "completion",
          "completion fish",
          "docs chekcs",
          "docs no such thing at all");

  @Test
  void areWhatWasAccepted() throws IOException {
    Map<Path, String> screens = screens();
    if (Boolean.getBoolean("screens.write") || Boolean.getBoolean("docs.write")) {
      for (Map.Entry<Path, String> screen : screens.entrySet()) {
        Files.createDirectories(screen.getKey().getParent());
        Files.writeString(screen.getKey(), screen.getValue());
      }
    }
    for (Map.Entry<Path, String> screen : screens.entrySet()) {
      assertThat(screen.getKey())
          .as("stale; run this test with -Dscreens.write=true")
          .hasContent(screen.getValue());
    }
    try (Stream<Path> files = Files.walk(FOLDER)) {
      Set<Path> accepted =
          files.filter(file -> file.toString().endsWith(".txt")).collect(Collectors.toSet());
      assertThat(accepted).isEqualTo(screens.keySet());
    }
  }

  private static Map<Path, String> screens() {
    Map<Path, String> screens = new LinkedHashMap<>();
    screens.put(FOLDER.resolve("sluice.txt"), screen(""));
    for (CommandLine command : all(Sluice.commandLine(Terminal.PIPE))) {
      String arguments = arguments(command) + "--help";
      String file = arguments.replace(" --help", "").replace("--help", "sluice").replace(' ', '-');
      screens.put(FOLDER.resolve("help").resolve(file + ".txt"), screen(arguments));
    }
    screens.put(
        FOLDER.resolve("mistakes.txt"),
        MISTAKES.stream().map(ScreensTest::screen).collect(Collectors.joining("\n")));
    return screens;
  }

  /** A command and its subcommands, at any depth. */
  static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(one -> all.addAll(all(one)));
    return all;
  }

  /** The name of a command without that of the root, and a space behind it. */
  private static String arguments(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    return name.contains(" ") ? name.substring(name.indexOf(' ') + 1) + " " : "";
  }

  /** A command, what it prints, what it says on stderr, and its exit code. */
  private static String screen(String arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Sluice.run(
            new PrintWriter(out),
            new PrintWriter(err),
            arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
    StringBuilder screen = new StringBuilder();
    screen.append("$ sluice ").append(arguments).append('\n').append(out);
    err.toString().lines().forEach(line -> screen.append("! ").append(line).append('\n'));
    return screen.append("exit ").append(exit).append('\n').toString();
  }

  @Test
  void helpFitsTheScreenAndEndsWell() {
    for (CommandLine command : all(Sluice.commandLine(Terminal.PIPE))) {
      String screen = screen(arguments(command) + "--help");
      assertThat(screen).endsWith("exit 0\n").doesNotContain("\n! ");
      assertThat(screen.lines().filter(line -> line.length() > 80)).isEmpty();
    }
  }

  @Test
  void mistakesAreSaidInTwoLines() {
    for (String mistake : MISTAKES) {
      List<String> lines = screen(mistake).lines().toList();
      assertThat(lines).as(mistake).hasSize(4).last().isEqualTo("exit " + ExitCode.SET_UP);
    }
  }

  @Test
  void examplesCanBeParsed() {
    for (CommandLine command : all(Sluice.commandLine(Terminal.PIPE))) {
      String example = CommandHelp.of(command).example();
      String plain = example.replaceFirst("^source <\\((.*)\\)$", "$1").replaceFirst(" > .*", "");
      String[] words =
          Arrays.stream(plain.replaceAll("'[^']*'", "text").split(" ", -1))
              .skip(1)
              .toArray(String[]::new);
      assertThat(example).as(command.getCommandSpec().qualifiedName()).startsWith("s");
      assertThat(Sluice.commandLine(Terminal.PIPE).parseArgs(words).unmatched())
          .as(example)
          .isEmpty();
    }
  }

  @Test
  void everyCommandHasATask() {
    assertThat(CommandGroup.ALL.stream().flatMap(group -> group.commands().stream()))
        .containsExactlyElementsOf(Sluice.commandLine(Terminal.PIPE).getSubcommands().keySet());
  }

  @Test
  void colorsAreForTerminals() {
    StringWriter out = new StringWriter();
    Sluice.run(new Terminal(80, true), new PrintWriter(out), new PrintWriter(out), "--help");
    assertThat(out.toString()).contains("\u001B[1mUsage:").contains("\u001B[36minit");
    assertThat(screen("--help")).doesNotContain("\u001B");
  }
}
