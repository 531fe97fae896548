package io.sluice.cli.replay;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replay of dead letters. */
@Command(
    name = "replay",
    description = {
      "Replay dead letters, each exactly once: make a plan, apply it, report what came of it.",
      "A plan is a small file that can be reviewed in a pull request."
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
        spec.commandLine(), "Say what to do: replay plan, apply, report or history");
  }
}
