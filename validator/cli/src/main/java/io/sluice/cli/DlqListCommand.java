package io.sluice.cli;

import io.sluice.job.Setup;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists dead letters, newest last. */
@Command(
    name = "list",
    description = "List the dead letters of a dead-letter topic, copies left out.",
    mixinStandardHelpOptions = true)
final class DlqListCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;

  @Parameters(paramLabel = "TOPIC", description = "The dead-letter topic, as in orders.dlq.")
  private String topic;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many letters to list (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  DlqListCommand() {}

  @Override
  public Integer call() {
    Setup setup = config.setup();
    PrintWriter out = spec.commandLine().getOut();
    var letters = DeadLetterReader.read(setup.config().kafka(), topic);
    TextTable table = new TextTable("ID", "STAGE", "CODE", "FAULTS", "CONTRACT", "FIRST FAULT");
    letters.values().stream()
        .limit(limit)
        .forEach(
            letter ->
                table.row(
                    letter.id(),
                    letter.stage(),
                    letter.code(),
                    letter.totalFaults(),
                    letter.contract(),
                    letter.firstFault()));
    out.print(table);
    if (letters.size() > limit) {
      out.println("... and " + (letters.size() - limit) + " more; see --limit");
    }
    spec.commandLine().getErr().println(letters.size() + " dead letters");
    return ExitCode.FINE;
  }
}
