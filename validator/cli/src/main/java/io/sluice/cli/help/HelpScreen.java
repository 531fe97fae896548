package io.sluice.cli.help;

import io.sluice.cli.output.Paint;
import io.sluice.cli.output.Prose;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The screen of {@code --help}. */
public final class HelpScreen {

  /** The maximum line length, because longer lines are hard to read even on a wide terminal. */
  private static final int WIDEST = 100;

  private static final int WIDEST_LABEL = 26;

  private static final List<CommandHelp.Entry> FIRST_STEPS =
      List.of(
          new CommandHelp.Entry("sluice demo", "Watch it work on this machine, with real events."),
          new CommandHelp.Entry("sluice init TOPIC", "Write a configuration and a first contract."),
          new CommandHelp.Entry("sluice docs", "Read the documentation offline."));

  private final CommandHelp help;
  private final Paint paint;
  private final int width;
  private final StringBuilder text = new StringBuilder();

  private HelpScreen(CommandHelp help, Paint paint, int width) {
    this.help = help;
    this.paint = paint;
    this.width = Math.min(width, WIDEST);
  }

  /** Uses this screen for the help of a command and its subcommands. */
  public static void install(CommandLine root) {
    root.setHelpSectionKeys(List.of("screen"));
    root.setHelpSectionMap(Map.of("screen", HelpScreen::render));
  }

  private static String render(Help help) {
    CommandLine command = help.commandSpec().commandLine();
    return new HelpScreen(
            CommandHelp.of(command),
            new Paint(help.colorScheme().ansi().enabled()),
            help.commandSpec().usageMessage().width())
        .text();
  }

  private String text() {
    boolean isFirst = !help.name().contains(" ");
    if (isFirst) {
      describe();
      section("Start here", FIRST_STEPS);
      line("");
      usage();
      groups();
    } else {
      usage();
      line("");
      describe();
      section("Parameters", help.parameters());
      section("Commands", help.commands());
    }
    section("Options", help.options());
    if (!help.example().isEmpty() && !isFirst) {
      heading("Example");
      line("  " + help.example());
    }
    notes();
    return text.toString();
  }

  private void usage() {
    String label = "Usage: ";
    List<String> lines = Prose.wrap(help.synopsis(), width - label.length());
    for (int i = 0; i < lines.size(); i++) {
      line((i == 0 ? paint.bold("Usage:") + " " : " ".repeat(label.length())) + lines.get(i));
    }
  }

  private void describe() {
    List<String> description = help.description();
    Prose.reflow(description.subList(0, Math.min(1, description.size())), width)
        .forEach(this::line);
    Prose.reflow(description.subList(Math.min(1, description.size()), description.size()), width)
        .forEach(this::line);
  }

  private void groups() {
    for (CommandGroup group : CommandGroup.ALL) {
      section(
          group.title(),
          group.commands().stream()
              .flatMap(name -> help.commands().stream().filter(one -> one.name().equals(name)))
              .toList());
    }
  }

  private void section(String title, List<CommandHelp.Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    heading(title);
    int longest =
        entries.stream()
            .mapToInt(entry -> entry.name().length())
            .filter(length -> length <= WIDEST_LABEL)
            .max()
            .orElse(WIDEST_LABEL);
    for (CommandHelp.Entry entry : entries) {
      Prose.hang("  " + paint.cyan(entry.name()), longest + 4, entry.text(), width)
          .forEach(this::line);
    }
  }

  private void notes() {
    List<String> notes = help.notes();
    int from = 0;
    while (from < notes.size() && notes.get(from).isEmpty()) {
      from++;
    }
    if (from < notes.size()) {
      line("");
      Prose.reflow(notes.subList(from, notes.size()), width).forEach(this::line);
    }
  }

  private void heading(String title) {
    line("");
    line(paint.bold(title + ":"));
  }

  private void line(String line) {
    text.append(line).append(System.lineSeparator());
  }
}
