package io.sluice.cli.replay;

import picocli.CommandLine.Command;

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
public final class ReplayCommand {}
