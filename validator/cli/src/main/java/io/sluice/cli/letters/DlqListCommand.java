package io.sluice.cli.letters;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Rows;
import io.sluice.cli.output.RowsOption;
import io.sluice.letters.Letter;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.LetterScan;
import io.sluice.letters.LetterTopic;
import io.sluice.letters.State;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists dead letters, oldest first. */
@Command(
    name = "list",
    description = {
      "List each dead letter once, oldest first.",
      "If a record died again after a replay, only its newest letter is listed.",
      "Values are shown only with --values."
    },
    mixinStandardHelpOptions = true)
final class DlqListCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Mixin private LettersOption letters;

  @Mixin private StateOption state;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Maximum number of letters to list (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--values", description = "Also show values, as text.")
  private boolean values;

  @Mixin private RowsOption output;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  DlqListCommand() {}

  @Override
  public Integer call() {
    LetterAccess access = kafka.letters();
    String name = letters.topic(access);
    LetterScan scan = new LetterScan(access, name, letters.filter(), state.states(access));
    Rows rows = rows(spec.commandLine().getOut());
    long[] found = {0};
    try (LetterTopic topic = new LetterTopic(access.kafka(), name)) {
      scan.run(
          topic,
          topic.ends(),
          (letter, of) -> {
            found[0]++;
            if (found[0] <= limit) {
              add(rows, letter, of);
            }
            return true;
          });
    }
    rows.print();
    PrintWriter err = spec.commandLine().getErr();
    err.println(found[0] + (found[0] == 1 ? " letter" : " letters"));
    if (found[0] > limit) {
      err.println(
          "only the first "
              + limit
              + " are shown; use --limit to see more, or 'sluice dlq stats' to group them");
    }
    LeftOut.print(scan, err);
    return ExitCode.FINE;
  }

  private Rows rows(PrintWriter out) {
    return values
        ? output.rows(
            out, "id", "died", "state", "attempt", "contract", "code", "path", "message", "value")
        : output.rows(out, "id", "died", "state", "attempt", "contract", "code", "path", "message");
  }

  private void add(Rows rows, Letter letter, State of) {
    List<JsonNode> faults = letter.faults();
    String path = faults.isEmpty() ? null : faults.get(0).path("path").textValue();
    String message = faults.isEmpty() ? null : faults.get(0).path("message").textValue();
    Instant died = Instant.ofEpochMilli(letter.diedAt());
    if (values) {
      rows.add(
          letter.id(),
          died,
          of.label(),
          letter.attempt(),
          letter.contract(),
          letter.code(),
          path,
          message,
          text(letter.value()));
    } else {
      rows.add(
          letter.id(),
          died,
          of.label(),
          letter.attempt(),
          letter.contract(),
          letter.code(),
          path,
          message);
    }
  }

  /** Bytes as text that is safe to print to a terminal. */
  static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null
        ? null
        : new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", ".");
  }
}
