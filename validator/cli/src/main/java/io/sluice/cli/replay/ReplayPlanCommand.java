package io.sluice.cli.replay;

import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.input.Who;
import io.sluice.cli.letters.LeftOut;
import io.sluice.cli.letters.LettersOption;
import io.sluice.cli.letters.ScanProgress;
import io.sluice.cli.output.ExitCode;
import io.sluice.failure.SetUpException;
import io.sluice.letters.Causes;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.LetterFilter;
import io.sluice.letters.LetterScan;
import io.sluice.letters.LetterTopic;
import io.sluice.pipeline.Setup;
import io.sluice.replay.PlanParser;
import io.sluice.replay.PlanWriter;
import io.sluice.replay.ReplayRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a plan with a fixed selection of dead letters. */
@Command(
    name = "plan",
    description = {
      "Write a plan for a fixed selection of dead letters. Nothing is sent.",
      "The plan defines which letters are selected, how they are repaired and sent, and which",
      "rules they must pass."
    },
    mixinStandardHelpOptions = true)
final class ReplayPlanCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Mixin private LettersOption letters;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "open",
      description = "Select letters in this state: open or parked (default: ${DEFAULT-VALUE}).")
  private PlanParser.Selectable selectable;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write the plan to (default: standard output).")
  private @Nullable Path file;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The plan's name (default: the dead-letter topic and the time).")
  private @Nullable String name;

  @Option(
      names = "--target",
      paramLabel = "TOPIC",
      defaultValue = "{topic}.replay",
      description =
          "The topic to send records to (default: ${DEFAULT-VALUE}). {topic} stands for the"
              + " source topic. With {topic} alone, all consumers of that topic read the record"
              + " again.")
  private String target;

  @Option(
      names = "--keep-order",
      description =
          "Hold back later letters with the same key while an earlier one is still failing.")
  private boolean perKey;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Park letters after this many replays: copy them to LETTERS.parked and stop sending"
              + " them (default: ${DEFAULT-VALUE}).")
  private int maxAttempts;

  @Option(
      names = "--fix",
      paramLabel = "FILE",
      description =
          "A YAML file that lists the steps to repair the events; see docs/guides/repair.md.")
  private @Nullable Path fix;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  ReplayPlanCommand() {}

  @Override
  public Integer call() throws IOException {
    Path out = file;
    if (out != null && Files.exists(out)) {
      throw new SetUpException(out + " already exists; nothing was overwritten");
    }
    Setup setup = kafka.setupWithKafka("the contracts");
    LetterAccess access = LetterAccess.of(setup);
    String topicName = letters.topic(access);
    LetterFilter filter = letters.filter();
    LetterScan scan = new LetterScan(access, topicName, filter, EnumSet.of(selectable.state()));
    Causes causes = new Causes();
    Map<Integer, Long> ends;
    ScanProgress progress = new ScanProgress(spec.commandLine().getErr());
    try (LetterTopic topic = new LetterTopic(setup.config().kafka(), topicName)) {
      ends = topic.ends();
      progress.of(ends);
      scan.run(
          topic,
          ends,
          (letter, state) -> {
            causes.add(letter);
            progress.at(letter);
            return true;
          });
    }
    progress.done();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String plan =
        PlanWriter.text(
            new PlanWriter.Choices(
                name == null ? topicName + "-" + now : name,
                selectable.state(),
                target,
                perKey,
                maxAttempts,
                fix == null ? null : read(fix)),
            topicName,
            ends,
            filter,
            ReplayRun.rulesOf(setup, topicName),
            causes,
            scan.leftOut(),
            Who.now(),
            now);
    write(out, plan);
    PrintWriter err = spec.commandLine().getErr();
    err.println(causes.total() + (causes.total() == 1 ? " letter" : " letters") + " selected");
    LeftOut.print(scan, err);
    if (out != null) {
      err.println(
          "next: run 'sluice replay apply " + out + " --dry-run' to see which letters would pass");
    }
    return ExitCode.FINE;
  }

  private static String read(Path steps) throws IOException {
    if (!Files.isRegularFile(steps)) {
      throw new SetUpException("--fix: file '" + steps + "' does not exist");
    }
    return Files.readString(steps);
  }

  /** Writes the plan and deletes it again if it cannot be read because of its fix. */
  private void write(@Nullable Path out, String plan) throws IOException {
    Path checked = out == null ? Files.createTempFile("plan", ".yaml") : out;
    Files.writeString(checked, plan);
    try {
      var unused = PlanParser.read(checked);
    } catch (SetUpException e) {
      Files.delete(checked);
      throw e;
    }
    if (out == null) {
      Files.delete(checked);
      spec.commandLine().getOut().print(plan);
    }
  }
}
