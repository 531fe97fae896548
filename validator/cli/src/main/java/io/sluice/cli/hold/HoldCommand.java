package io.sluice.cli.hold;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds and releases the partitions of a contract, while the job runs or not. */
@Command(
    name = "hold",
    description = {
      "Hold the partitions of a contract, release them, list what is held, skip a record.",
      "A running job follows within seconds; a job that is started later does so from the start.",
      "Topics that several contracts read wait as a whole."
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
        spec.commandLine(), "Say what to do: hold list, set, release or skip");
  }
}
