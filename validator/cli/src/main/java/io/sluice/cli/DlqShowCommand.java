package io.sluice.cli;

import io.sluice.job.Setup;
import io.sluice.problem.SetUpException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter with all that is known of it. */
@Command(
    name = "show",
    description = "Show a dead letter with all its faults.",
    mixinStandardHelpOptions = true)
final class DlqShowCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;

  @Parameters(index = "0", paramLabel = "TOPIC", description = "The dead-letter topic.")
  private String topic;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      arity = "0..1",
      description = "The letter's id, as in orders/0/17; the first letter where left out.")
  private @org.jspecify.annotations.Nullable String id;

  @Option(names = "--values", description = "Show the value too, as text.")
  private boolean values;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  DlqShowCommand() {}

  @Override
  public Integer call() {
    Setup setup = config.setup();
    PrintWriter out = spec.commandLine().getOut();
    var letters = DeadLetterReader.read(setup.config().kafka(), topic);
    String wanted = id;
    DeadLetterReader.Letter letter =
        wanted == null ? letters.values().stream().findFirst().orElse(null) : letters.get(wanted);
    if (letter == null) {
      throw new SetUpException(
          wanted == null
              ? "topic " + topic + " has no dead letters"
              : "topic " + topic + " has no dead letter " + wanted + "; see 'sluice dlq list'");
    }
    out.println(letter.id() + " died at stage " + letter.stage());
    letter
        .faults()
        .forEach(
            fault ->
                out.println(
                    "  "
                        + fault.path("code").asText()
                        + (fault.has("path") ? " at " + fault.path("path").asText() : "")
                        + (fault.has("rule") ? " (rule " + fault.path("rule").asText() + ")" : "")
                        + ": "
                        + fault.path("message").asText()));
    if (letter.totalFaults() > letter.faults().size()) {
      out.println("  ... " + letter.totalFaults() + " faults in all");
    }
    out.println();
    letter.headers().forEach((name, value) -> out.println("  " + name + ": " + value));
    byte[] value = letter.value();
    out.println();
    out.println(value == null ? "no value" : "value of " + value.length + " bytes");
    if (values && value != null) {
      out.println(new String(value, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "."));
    }
    return ExitCode.FINE;
  }
}
