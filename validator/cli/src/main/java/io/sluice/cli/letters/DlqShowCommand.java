package io.sluice.cli.letters;

import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.output.ExitCode;
import io.sluice.failure.SetUpException;
import io.sluice.header.Headers;
import io.sluice.letters.Letter;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.LetterScan;
import io.sluice.letters.LetterTopic;
import io.sluice.letters.State;
import io.sluice.trace.TraceContext;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a dead letter with its faults and headers. */
@Command(
    name = "show",
    description = {
      "Show the first dead letter that matches, with all its faults.",
      "To show a specific letter: sluice dlq show --id orders/0/17"
    },
    mixinStandardHelpOptions = true)
final class DlqShowCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Mixin private LettersOption letters;

  @Option(names = "--values", description = "Also show the key and the value, as text.")
  private boolean values;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  DlqShowCommand() {}

  @Override
  public Integer call() {
    LetterAccess access = kafka.letters();
    String name = letters.topic(access);
    LetterScan scan = new LetterScan(access, name, letters.filter(), EnumSet.allOf(State.class));
    @Nullable Letter[] found = {null};
    State[] state = {State.OPEN};
    try (LetterTopic topic = new LetterTopic(access.kafka(), name)) {
      scan.run(
          topic,
          topic.ends(),
          (letter, of) -> {
            found[0] = letter;
            state[0] = of;
            return false;
          });
    }
    Letter letter = found[0];
    if (letter == null) {
      throw new SetUpException(
          "no dead letter in topic "
              + name
              + " matches; 'sluice dlq list "
              + name
              + " --all' lists all letters");
    }
    print(letter, state[0], spec.commandLine().getOut());
    LeftOut.printUnknown(scan, spec.commandLine().getErr());
    return ExitCode.FINE;
  }

  private void print(Letter letter, State state, PrintWriter out) {
    out.println(
        letter.id()
            + " died at stage "
            + letter.stage()
            + " at "
            + Instant.ofEpochMilli(letter.diedAt())
            + "; state: "
            + state.label());
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
      out.println("  ... " + letter.totalFaults() + " faults in total");
    }
    if (!letter.origin().equals(letter.id())) {
      out.println(
          "  replayed "
              + letter.attempt()
              + (letter.attempt() == 1 ? " time" : " times")
              + "; the original record is "
              + letter.origin());
    }
    String trace = TraceContext.idOf(letter.original());
    if (trace != null) {
      out.println("  trace " + trace);
    }
    out.println();
    letter
        .headers()
        .forEach(
            (header, value) -> {
              if (values || Headers.isOurs(header)) {
                out.println("  " + header + ": " + value);
              }
            });
    out.println();
    byte[] value = letter.value();
    out.println(value == null ? "no value" : "value: " + value.length + " bytes");
    if (values) {
      out.println("key: " + DlqListCommand.text(letter.key()));
      out.println("value: " + DlqListCommand.text(value));
    } else {
      out.println("(use --values to show the key, the value, and the original record's headers)");
    }
  }
}
