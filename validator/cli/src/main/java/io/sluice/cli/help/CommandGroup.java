package io.sluice.cli.help;

import java.util.List;

/**
 * A group of commands for one task.
 *
 * @param commands their names
 */
public record CommandGroup(String title, List<String> commands) {

  /** All groups, in the order of the first screen. */
  public static final List<CommandGroup> ALL =
      List.of(
          of("Author rules", "init", "lint", "test", "check", "profile"),
          of("Run", "demo", "run", "hold", "table"),
          of("Repair", "dlq", "replay"),
          of("Prove", "audit"),
          of("Help", "docs", "completion"));

  private static CommandGroup of(String title, String... commands) {
    return new CommandGroup(title, List.of(commands));
  }
}
