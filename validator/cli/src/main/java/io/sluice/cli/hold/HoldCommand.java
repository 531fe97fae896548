package io.sluice.cli.hold;

import picocli.CommandLine.Command;

/** Holds and releases the partitions of a contract, whether or not the job is running. */
@Command(
    name = "hold",
    description = {
      "Pause the partitions of a contract, release them, or skip a record.",
      "A running job applies the change within seconds. A job that starts later applies it then.",
      "If several contracts read a topic, the whole topic waits."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      HoldListCommand.class,
      HoldSetCommand.class,
      HoldReleaseCommand.class,
      HoldSkipCommand.class
    })
public final class HoldCommand {}
