package io.sluice.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Output;
import io.sluice.letters.LetterAccess;
import io.sluice.replay.PlanParser;
import io.sluice.replay.ReplayPlan;
import io.sluice.replay.ReplayReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports the results of a replay plan. */
@Command(
    name = "report",
    description = {
      "Report the results of a plan.",
      "Shows how many letters were sent and skipped, and which ones still fail and why. Looks in",
      "the tables and dead-letter topics for the records that were sent, and shows how many",
      "arrived, died again, or are still in transit."
    },
    mixinStandardHelpOptions = true)
final class ReplayReportCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "PLAN", description = "The plan file.")
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
    ReplayPlan plan = PlanParser.read(file);
    LetterAccess access = kafka.letters();
    ReplayReport report = ReplayReport.of(access, plan);
    PrintWriter out = spec.commandLine().getOut();
    if (!access.hasTables()) {
      spec.commandLine()
          .getErr()
          .println(
              "the tables were not read, because no configuration lists them: it is unknown which"
                  + " replayed records arrived, and letters that were repaired later are still"
                  + " counted under 'died again'. Use --config FILE to include the tables.");
    }
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
      out.printf("of the letters that were sent:%n");
      printCount(report.arrived(), "arrived in a table", out);
      printCount(report.diedAgain(), "died again", out);
      printCount(report.onTheirWay(), "are still in transit", out);
    }
    return ExitCode.FINE;
  }

  private static void printCount(@Nullable Long count, String what, PrintWriter out) {
    out.printf("%9s %s%n", count == null ? "?" : count, what);
  }
}
