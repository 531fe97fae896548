package io.sluice.cli.letters;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows dead letters, and closes those that nobody will replay. */
@Command(
    name = "dlq",
    description = "Look at dead letters, and close the ones that nobody will replay.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DlqStatsCommand.class,
      DlqListCommand.class,
      DlqShowCommand.class,
      DlqTailCommand.class,
      DlqDiscardCommand.class,
      DlqMetricsCommand.class
    })
public final class DlqCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the field in
  DlqCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Specify a subcommand: dlq stats, list, show, tail, discard, or metrics");
  }
}
