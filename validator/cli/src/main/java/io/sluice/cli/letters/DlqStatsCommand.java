package io.sluice.cli.letters;

import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Rows;
import io.sluice.cli.output.RowsOption;
import io.sluice.letters.Causes;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.LetterScan;
import io.sluice.letters.LetterTopic;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups dead letters by their cause. */
@Command(
    name = "stats",
    description = {
      "Group dead letters by cause.",
      "For each cause, shows the number of letters, the first and last time, and an example.",
      "Uses little memory, no matter how long the topic is."
    },
    mixinStandardHelpOptions = true)
final class DlqStatsCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Mixin private LettersOption letters;

  @Mixin private StateOption state;

  @Mixin private RowsOption output;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  DlqStatsCommand() {}

  @Override
  public Integer call() {
    LetterAccess access = kafka.letters();
    String name = letters.topic(access);
    PrintWriter err = spec.commandLine().getErr();
    LetterScan scan = new LetterScan(access, name, letters.filter(), state.states(access));
    Causes causes = new Causes();
    ScanProgress progress = new ScanProgress(err);
    try (LetterTopic topic = new LetterTopic(access.kafka(), name)) {
      var ends = topic.ends();
      progress.of(ends);
      scan.run(
          topic,
          ends,
          (letter, of) -> {
            causes.add(letter);
            progress.at(letter);
            return true;
          });
    }
    progress.done();
    Rows rows =
        output.rows(
            spec.commandLine().getOut(),
            "letters",
            "contract",
            "stage",
            "code",
            "rule",
            "path",
            "first",
            "last",
            "example");
    causes
        .groups()
        .forEach(
            group ->
                rows.add(
                    group.count(),
                    group.cause().contract(),
                    group.cause().stage(),
                    group.cause().code(),
                    group.cause().rule(),
                    group.cause().path(),
                    Instant.ofEpochMilli(group.first()),
                    Instant.ofEpochMilli(group.last()),
                    group.example()));
    rows.print();
    err.println(causes.total() + (causes.total() == 1 ? " letter" : " letters"));
    LeftOut.print(scan, err);
    return ExitCode.FINE;
  }
}
