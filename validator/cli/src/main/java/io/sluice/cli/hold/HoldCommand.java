package io.sluice.cli.hold;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds and releases the partitions of a contract, whether or not the job is running. */
@Command(
    name = "hold",
    description = {
      "Hold, release, and list the partitions of a contract, or skip a record.",
      "A running job follows an order within seconds. A job that starts later follows it from the",
      "start. A topic that several contracts read is held as a whole."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      HoldListCommand.class,
      HoldReleaseCommand.class,
      HoldSetCommand.class,
      HoldSkipCommand.class
    })
public final class HoldCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the field in
  HoldCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Specify a subcommand: hold list, set, release, or skip");
  }
}
