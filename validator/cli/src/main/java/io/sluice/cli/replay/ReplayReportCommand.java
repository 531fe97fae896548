package io.sluice.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.input.ConfigOption;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Output;
import io.sluice.pipeline.Setup;
import io.sluice.replay.PlanParser;
import io.sluice.replay.ReplayPlan;
import io.sluice.replay.ReplayReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what came of a plan. */
@Command(
    name = "report",
    description = {
      "Tell what came of a plan.",
      "What it sent and skipped, what still fails and why; and, from the tables and the dead",
      "letters, what arrived, what died again, and what is on its way."
    },
    mixinStandardHelpOptions = true)
final class ReplayReportCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;

  @Parameters(paramLabel = "PLAN", description = "The plan's file.")
  private Path file;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Output output;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  ReplayReportCommand() {}

  @Override
  public Integer call() {
    Setup setup = config.setupWithKafka();
    ReplayPlan plan = PlanParser.read(file);
    ReplayReport report = ReplayReport.of(setup, plan);
    PrintWriter out = spec.commandLine().getOut();
    if (output == Output.JSON) {
      ObjectNode json = new ObjectMapper().valueToTree(report.counts().numbers());
      json.put("arrived", report.arrived());
      json.put("diedAgain", report.diedAgain());
      json.put("onTheirWay", report.onTheirWay());
      out.println(json);
      return ExitCode.FINE;
    }
    CountsPrinter.print(report.counts(), out);
    if (report.counts().of("sent") > 0) {
      out.println();
      out.printf("of those that were sent:%n");
      out.printf("%9d arrived in a table%n", report.arrived());
      out.printf("%9d died again%n", report.diedAgain());
      out.printf("%9d are on their way%n", report.onTheirWay());
    }
    return ExitCode.FINE;
  }
}
