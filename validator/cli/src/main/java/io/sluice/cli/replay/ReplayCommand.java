package io.sluice.cli.replay;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replays dead letters. */
@Command(
    name = "replay",
    description = {
      "Replay dead letters exactly once: make a plan, apply it, and report the results.",
      "A plan is a small file that you can review in a pull request."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      ReplayPlanCommand.class,
      ReplayApplyCommand.class,
      ReplayReportCommand.class,
      ReplayHistoryCommand.class
    })
public final class ReplayCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the field in
  ReplayCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Specify a subcommand: replay plan, apply, report, or history");
  }
}
