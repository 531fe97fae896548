package io.sluice.cli.output;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Colors and weights of text, if the terminal supports them.
 *
 * @param isOn whether to use them; if not, text is unchanged
 */
public record Paint(boolean isOn) {

  /** The colors and weights for the output of a command. */
  public static Paint of(CommandLine command) {
    return new Paint(command.getColorScheme().ansi().enabled());
  }

  public String bold(String text) {
    return with(Style.bold, text);
  }

  public String faint(String text) {
    return with(Style.faint, text);
  }

  public String red(String text) {
    return with(Style.fg_red, text);
  }

  public String yellow(String text) {
    return with(Style.fg_yellow, text);
  }

  public String cyan(String text) {
    return with(Style.fg_cyan, text);
  }

  private String with(Style style, String text) {
    return isOn && !text.isEmpty() ? style.on() + text + Style.reset.on() : text;
  }
}
