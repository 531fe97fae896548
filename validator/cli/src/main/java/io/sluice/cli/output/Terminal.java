package io.sluice.cli.output;

import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The terminal that results are written to.
 *
 * @param width in characters
 * @param hasColor whether it shows colors
 */
public record Terminal(int width, boolean hasColor) {

  /** A pipe or a file. */
  public static final Terminal PIPE = new Terminal(80, false);

  private static final int NARROWEST = 55;
  private static final int WIDEST = 500;

  /** Set by the launcher: which of {@code out} and {@code err} are terminals. */
  private static final String TERMINALS = "sluice.terminals";

  /** Standard output of this process. */
  public static Terminal ofStandardOutput() {
    boolean isTerminal = isTerminal("out");
    return of(
        System.getenv(),
        isTerminal,
        isTerminal ? new UsageMessageSpec().autoWidth(true).width() : PIPE.width);
  }

  /**
   * The screen that an environment describes.
   *
   * @param width the width if the environment does not define one
   * @see <a href="https://no-color.org">NO_COLOR</a>
   * @see <a href="https://bixense.com/clicolors/">CLICOLOR</a>
   */
  static Terminal of(Map<String, String> environment, boolean isTerminal, int width) {
    String columns = environment.getOrDefault("COLUMNS", "");
    int wide = columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : width;
    return new Terminal(
        Math.max(NARROWEST, Math.min(wide, WIDEST)), hasColor(environment, isTerminal));
  }

  private static boolean hasColor(Map<String, String> environment, boolean isTerminal) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    if (!environment.getOrDefault("CLICOLOR_FORCE", "0").matches("0?")) {
      return true;
    }
    return isTerminal
        && !environment.getOrDefault("CLICOLOR", "").equals("0")
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Whether standard error is a terminal, so that progress can be drawn there. */
  public static boolean watchesErrors() {
    return isTerminal("err");
  }

  @SuppressWarnings("SystemConsoleNull") // on 17, where this runs, it is null when piped
  private static boolean isTerminal(String stream) {
    String terminals = System.getProperty(TERMINALS);
    return terminals == null ? System.console() != null : terminals.contains(stream);
  }

  /** The equivalent setting in picocli. */
  public Ansi ansi() {
    return hasColor ? Ansi.ON : Ansi.OFF;
  }
}
