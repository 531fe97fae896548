package io.sluice.cli.letters;

import picocli.CommandLine.Command;

/** Shows dead letters and closes those that nobody will replay. */
@Command(
    name = "dlq",
    description = "Look at dead letters and close the ones that nobody will replay.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DlqStatsCommand.class,
      DlqListCommand.class,
      DlqShowCommand.class,
      DlqTailCommand.class,
      DlqDiscardCommand.class,
      DlqMetricsCommand.class
    })
public final class DlqCommand {}
