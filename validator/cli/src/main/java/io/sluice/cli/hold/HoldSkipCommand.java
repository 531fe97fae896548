package io.sluice.cli.hold;

import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.input.Who;
import io.sluice.cli.output.ExitCode;
import io.sluice.failure.SetUpException;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.hold.HoldState;
import io.sluice.job.hold.HoldsTopic;
import io.sluice.job.hold.SkipOrder;
import io.sluice.kafka.CompactedTopic;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.letters.Discard;
import io.sluice.letters.Journal;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends the record that holds a partition to the dead-letter topic. */
@Command(
    name = "skip",
    description = {
      "Send the record that is holding a partition to the dead-letter topic.",
      "The letter's code is skipped_by_operator. The command refuses to skip a record that is not",
      "holding its partition. The journal records who skipped it and why; see",
      "'sluice replay history'."
    },
    mixinStandardHelpOptions = true)
final class HoldSkipCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Parameters(
      index = "0",
      paramLabel = "TOPIC",
      description = "The topic, as shown by 'sluice hold list'.")
  private String topic;

  @Parameters(index = "1", paramLabel = "PARTITION", description = "The partition number.")
  private int partition;

  @Parameters(
      index = "2",
      paramLabel = "OFFSET",
      description = "The offset of the record that is holding the partition.")
  private long offset;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "The reason for the skip, recorded in the journal.")
  private String reason;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  HoldSkipCommand() {}

  @Override
  public Integer call() {
    Setup setup = kafka.setupWithKafka("the pipeline's name and contracts");
    HeldPartition held = held(setup);
    SkipOrder order =
        new SkipOrder(
            setup.config().pipeline().name(),
            topic,
            held.topicId(),
            partition,
            offset,
            Who.now(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            reason);
    String letters = new Topics(setup.contracts()).deadLetterTopicOf(topic);
    give(order, letters, setup.config().kafka());
    String record = topic + "/" + partition + " offset " + offset;
    new HoldOutcome(
            record + " is skipped; its dead letter is in " + letters,
            "the order to skip " + record + " was written")
        .await(setup, this::isSkipped, spec.commandLine().getErr());
    return ExitCode.FINE;
  }

  /** Writes the journal first, so that every skip is on record. */
  private static void give(SkipOrder order, String letters, Map<String, String> kafka) {
    try (KafkaAdmin admin = KafkaAdmin.forCommand(kafka)) {
      CompactedTopic.make(admin, Journal.TOPIC, CompactedTopic.WRITE);
    }
    Discard.noteSkip(kafka, order, letters);
    HoldsTopic.skip(kafka, order);
  }

  private boolean isSkipped(HoldState state) {
    HeldPartition now = state.of(topic, partition);
    return now == null || now.offset() != offset;
  }

  /** The job's report of the partition; fails if the record cannot be skipped. */
  private HeldPartition held(Setup setup) {
    HoldState state;
    try (HoldAnswer job = new HoldAnswer(setup)) {
      state = job.last();
    }
    if (state == null || !HoldAnswer.isFresh(state)) {
      throw new SetUpException(
          "no running job of pipeline '"
              + setup.config().pipeline().name()
              + "' is reporting its holds, so no record can be skipped; start the job, then run"
              + " 'sluice hold list'");
    }
    String place = topic + "/" + partition;
    HeldPartition held = state.of(topic, partition);
    if (held == null) {
      throw new SetUpException(place + " is not held; 'sluice hold list' shows all holds");
    }
    requireRecord(held, place);
    return held;
  }

  /** Refuses if the partition is held by another record, or is not held by a record at all. */
  private void requireRecord(HeldPartition held, String place) {
    if (held.kind() == HeldPartition.Kind.ORDER) {
      throw new SetUpException(
          place + " is held by an order, not by a record; release it with 'sluice hold release'");
    }
    if (held.kind() == HeldPartition.Kind.DEAD_LETTER) {
      throw new SetUpException(
          place
              + " is held because its dead letter cannot be written, so it cannot be skipped"
              + " either: "
              + held.reason());
    }
    if (held.offset() != offset) {
      throw new SetUpException(
          place
              + " is held at offset "
              + held.offset()
              + ", not at "
              + offset
              + "; you can only skip the record that is holding the partition");
    }
  }
}
