package io.sluice.cli.hold;

import picocli.CommandLine.Command;

/** Holds and releases the partitions of a contract, whether or not the job is running. */
@Command(
    name = "hold",
    description = {
      "Hold or release a contract's partitions, or skip a record.",
      "A running job applies the change within seconds. If no job is running, the next one applies",
      "it when it starts. If several contracts read a topic, holding one holds the whole topic."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      HoldListCommand.class,
      HoldSetCommand.class,
      HoldReleaseCommand.class,
      HoldSkipCommand.class
    })
public final class HoldCommand {}
