package io.sluice.cli.letters;

import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.input.Who;
import io.sluice.cli.output.ExitCode;
import io.sluice.kafka.CompactedTopic;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.letters.Causes;
import io.sluice.letters.Discard;
import io.sluice.letters.Journal;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.LetterFilter;
import io.sluice.letters.LetterScan;
import io.sluice.letters.LetterTopic;
import io.sluice.letters.State;
import io.sluice.offset.RecordSet;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Closes letters that nobody will replay. */
@Command(
    name = "discard",
    description = {
      "Close open and parked letters that nobody will replay.",
      "The letters stay in their topic but no longer count as open. The journal records who",
      "closed them and why. To reopen them, use --undo."
    },
    mixinStandardHelpOptions = true)
final class DlqDiscardCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Mixin private LettersOption letters;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "The reason for closing the letters. Required unless you use --undo.")
  private @Nullable String reason;

  @Option(
      names = "--yes",
      description =
          "Close the letters. Without this option, show the letters to close and exit with 2.")
  private boolean yes;

  @Option(
      names = "--undo",
      paramLabel = "ID",
      description =
          "Reopen the letters from the discard with this ID; see 'sluice replay history'.")
  private @Nullable String undo;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  DlqDiscardCommand() {}

  @Override
  public Integer call() {
    LetterAccess access = kafka.letters();
    PrintWriter err = spec.commandLine().getErr();
    if (undo != null) {
      Discard.undo(access.kafka(), undo, Who.now());
      err.println("the letters from discard " + undo + " are open again");
      return ExitCode.FINE;
    }
    String why = reason;
    if (why == null || why.isBlank()) {
      throw new ParameterException(spec.commandLine(), "Specify a reason with --reason.");
    }
    LetterFilter filter = letters.filter();
    if (filter.conditions().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Specify at least one condition that selects letters, such as --rule or --since.");
    }
    String name = letters.topic(access);
    LetterScan scan = new LetterScan(access, name, filter, EnumSet.of(State.OPEN, State.PARKED));
    RecordSet ids = new RecordSet();
    Causes causes = new Causes();
    try (LetterTopic topic = new LetterTopic(access.kafka(), name)) {
      scan.run(
          topic,
          topic.ends(),
          (letter, state) -> {
            causes.add(letter);
            ids.add(letter.id());
            return true;
          });
    }
    causes
        .groups()
        .forEach(
            group ->
                err.println(
                    group.count()
                        + " with code "
                        + group.cause().code()
                        + ", for example "
                        + group.example()));
    LeftOut.printUnknown(scan, err);
    String selected = ids.size() + (ids.size() == 1 ? " letter" : " letters");
    if (ids.size() == 0) {
      err.println("no open or parked letters match; nothing was closed");
    } else if (!yes) {
      err.println("nothing was closed; add --yes to close " + selected);
      return ExitCode.SET_UP;
    } else {
      String id = UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
      try (KafkaAdmin admin = KafkaAdmin.forCommand(access.kafka())) {
        CompactedTopic.make(admin, Journal.TOPIC, CompactedTopic.WRITE);
      }
      Discard.write(access.kafka(), id, name, ids, why, Who.now());
      err.println(selected + " closed; to undo: sluice dlq discard --undo " + id);
    }
    return ExitCode.FINE;
  }
}
