package io.sluice.cli.letters;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.output.ExitCode;
import io.sluice.letters.EventCondition;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.LetterFilter;
import io.sluice.letters.LetterTopic;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints dead letters as they arrive. */
@Command(
    name = "tail",
    description = "Print dead letters as they arrive, one line per letter, until interrupted.",
    mixinStandardHelpOptions = true)
final class DlqTailCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Mixin private LettersOption letters;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Stop after this many letters; 0 means no limit (default: ${DEFAULT-VALUE}).")
  private long limit;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  DlqTailCommand() {}

  @Override
  public Integer call() {
    LetterAccess access = kafka.letters();
    String name = letters.topic(access);
    LetterFilter filter = letters.filter();
    EventCondition condition = access.condition(filter);
    PrintWriter out = spec.commandLine().getOut();
    long[] shown = {0};
    try (LetterTopic topic = new LetterTopic(access.kafka(), name)) {
      spec.commandLine().getErr().println("waiting for letters in " + name);
      topic.follow(
          letter -> {
            if (letter.isOurs()
                && filter.matches(letter)
                && (condition == null || condition.holds(letter))) {
              List<JsonNode> faults = letter.faults();
              out.println(
                  Instant.ofEpochMilli(letter.diedAt())
                      + " "
                      + letter.id()
                      + " "
                      + letter.code()
                      + (faults.isEmpty()
                          ? ""
                          : " "
                              + faults.get(0).path("path").asText("")
                              + ": "
                              + faults.get(0).path("message").asText()));
              out.flush();
              shown[0]++;
            }
            return limit == 0 || shown[0] < limit;
          });
    }
    return ExitCode.FINE;
  }
}
