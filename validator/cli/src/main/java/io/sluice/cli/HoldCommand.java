package io.sluice.cli;

import io.sluice.contract.Contract;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.failure.Suggestion;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.hold.HoldOrder;
import io.sluice.job.hold.HoldState;
import io.sluice.job.hold.HoldStateTopic;
import io.sluice.job.hold.HoldsTopic;
import io.sluice.job.hold.SkipOrder;
import io.sluice.kafka.CompactedTopic;
import io.sluice.letters.AdminCall;
import io.sluice.letters.Discard;
import io.sluice.letters.Journal;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds and releases the partitions of a contract, while the job runs or not. */
@Command(
    name = "hold",
    description = {
      "Hold the partitions of a contract, release them, list what is held, skip a record.",
      "A running job follows within seconds; a job that is started later does so from the start.",
      "Topics that several contracts read wait as a whole."
    },
    mixinStandardHelpOptions = true)
final class HoldCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the field in
  HoldCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: hold list, set, release or skip");
  }

  private static List<HoldOrder> orders(Setup setup) {
    try (HoldsTopic holds = new HoldsTopic(setup.config().kafka())) {
      return holds.read().of(setup.config().pipeline().name()).holds();
    }
  }

  @Command(
      name = "list",
      description = {
        "List what is held: by order of a person or a breaker, because a schema cannot be"
            + " fetched (outage), and by rules that say halt.",
        "Orders are read from Kafka; what else waits is what the running job said last."
      },
      mixinStandardHelpOptions = true)
  int list(
      @Mixin ConfigOption config,
      @Option(
              names = "--output",
              paramLabel = "FORMAT",
              defaultValue = "table",
              description = "table, json or csv (default: ${DEFAULT-VALUE}).")
          Rows.Format output) {
    Setup setup = config.setupWithKafka();
    PrintWriter err = spec.commandLine().getErr();
    Rows rows =
        new Rows(
            output,
            spec.commandLine().getOut(),
            "contract",
            "partition",
            "offset",
            "kind",
            "since",
            "age",
            "by",
            "reason");
    List<HoldOrder> orders = orders(setup);
    for (HoldOrder order : orders) {
      boolean isBreaker = order.by().equals(HoldOrder.BREAKER);
      rows.add(
          order.contract(),
          null,
          null,
          isBreaker ? "breaker" : "order",
          order.at(),
          age(order.at()),
          order.by(),
          order.reason());
    }
    HoldState state;
    try (HoldAnswer job = new HoldAnswer(setup)) {
      state = job.last();
    }
    List<HeldPartition> others =
        state == null
            ? List.of()
            : state.held().stream().filter(one -> !isListed(one, orders)).toList();
    for (HeldPartition one : others) {
      rows.add(
          one.contract(),
          one.topic() + "/" + one.partition(),
          one.offset(),
          one.kind().name().toLowerCase(Locale.ROOT),
          one.since(),
          age(one.since()),
          null,
          one.reason());
    }
    if (state == null || !HoldAnswer.isFresh(state)) {
      err.println(
          (state == null ? "no job has said what it holds" : "the job last spoke at " + state.at())
              + ": it does not run, or may not write "
              + HoldStateTopic.TOPIC);
    } else if (!state.orders().equals(orders)) {
      err.println("the job does not follow these orders yet; if that lasts, see its log");
    }
    if (orders.isEmpty() && others.isEmpty()) {
      err.println("nothing is held");
    } else {
      rows.print();
    }
    return ExitCode.FINE;
  }

  /** Whether an order in the list says why a partition is held. */
  private static boolean isListed(HeldPartition held, List<HoldOrder> orders) {
    return held.kind() == HeldPartition.Kind.ORDER
        && orders.stream().anyMatch(order -> order.explanation().equals(held.reason()));
  }

  private static String age(String since) {
    Duration age = Duration.between(Instant.parse(since), Instant.now());
    return age.toHours() > 0
        ? age.toHours() + "h" + age.toMinutesPart() + "m"
        : age.toMinutes() + "m" + age.toSecondsPart() + "s";
  }

  @Command(
      name = "set",
      description = {
        "Hold the partitions of a contract: their records wait, none is lost.",
        "Returns when the running job holds them, or says that none answered."
      },
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ConfigOption config,
      @Option(names = "--contract", paramLabel = "NAME", required = true, description = "Which.")
          String contract,
      @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
          String reason) {
    Setup setup = config.setupWithKafka();
    requireContract(setup, contract);
    HoldOrder order =
        new HoldOrder(
            setup.config().pipeline().name(),
            contract,
            Who.now(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            reason);
    HoldsTopic.set(setup.config().kafka(), order);
    say(
        setup,
        state -> state.orders().contains(order),
        contract + " is held",
        "the order to hold " + contract + " is given");
    spec.commandLine().getErr().println("to go on: sluice hold release --contract " + contract);
    return ExitCode.FINE;
  }

  @Command(
      name = "release",
      description = {
        "Let the partitions of a contract go on.",
        "Returns when the running job does so, or says that none answered."
      },
      mixinStandardHelpOptions = true)
  int release(
      @Mixin ConfigOption config,
      @Option(names = "--contract", paramLabel = "NAME", required = true, description = "Which.")
          String contract) {
    Setup setup = config.setupWithKafka();
    HoldOrder held =
        orders(setup).stream()
            .filter(order -> order.contract().equals(contract))
            .findFirst()
            .orElse(null);
    if (held == null) {
      requireContract(setup, contract);
      throw new SetUpException("contract '" + contract + "' is not held by order");
    }
    HoldsTopic.release(setup.config().kafka(), held);
    say(
        setup,
        state -> !state.orders().contains(held),
        contract + " goes on",
        "the order to hold " + contract + " is taken back");
    return ExitCode.FINE;
  }

  @Command(
      name = "skip",
      description = {
        "Send the one record that holds a partition to the dead letters (code skipped_by_operator).",
        "Refused for a record that holds nothing. It is noted in the journal; see replay history."
      },
      mixinStandardHelpOptions = true)
  int skip(
      @Mixin ConfigOption config,
      @Parameters(index = "0", paramLabel = "TOPIC", description = "As hold list shows it.")
          String topic,
      @Parameters(index = "1", paramLabel = "PARTITION", description = "Its number.") int partition,
      @Parameters(index = "2", paramLabel = "OFFSET", description = "Of the record that is held.")
          long offset,
      @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
          String reason) {
    Setup setup = config.setupWithKafka();
    HeldPartition held = held(setup, topic, partition, offset);
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
    Map<String, String> kafka = setup.config().kafka();
    String letters = new Topics(setup.contracts()).deadLetterTopicOf(topic);
    try (Admin admin = AdminCall.open(kafka)) {
      CompactedTopic.make(admin, Journal.TOPIC);
    }
    Discard.noteSkip(kafka, order, letters);
    HoldsTopic.skip(kafka, order);
    String record = topic + "/" + partition + " offset " + offset;
    say(
        setup,
        state -> {
          HeldPartition now = state.of(topic, partition);
          return now == null || now.offset() != offset;
        },
        record + " is skipped; it is in " + letters,
        "the order to skip " + record + " is given");
    return ExitCode.FINE;
  }

  private static HeldPartition held(Setup setup, String topic, int partition, long offset) {
    HoldState state;
    try (HoldAnswer job = new HoldAnswer(setup)) {
      state = job.last();
    }
    if (state == null || !HoldAnswer.isFresh(state)) {
      throw new SetUpException(
          "no running job of pipeline '"
              + setup.config().pipeline().name()
              + "' says what it holds, so nothing can be skipped; start it, then see 'sluice hold"
              + " list'");
    }
    HeldPartition held = state.of(topic, partition);
    if (held == null) {
      throw new SetUpException(
          topic + "/" + partition + " is not held; 'sluice hold list' shows what is");
    }
    if (held.kind() == HeldPartition.Kind.ORDER) {
      throw new SetUpException(
          topic
              + "/"
              + partition
              + " is held by order, not by a record; to go on: sluice hold release");
    }
    if (held.kind() == HeldPartition.Kind.DEAD_LETTER) {
      throw new SetUpException(
          topic
              + "/"
              + partition
              + " is held because its dead letter cannot be written, so it cannot be skipped either: "
              + held.reason());
    }
    if (held.offset() != offset) {
      throw new SetUpException(
          topic
              + "/"
              + partition
              + " is held at offset "
              + held.offset()
              + ", not at "
              + offset
              + "; only the record that holds can be skipped");
    }
    return held;
  }

  /** Waits for the running job, and says whether it did what was ordered. */
  private void say(Setup setup, Predicate<HoldState> wanted, String done, String ordered) {
    HoldState state;
    try (HoldAnswer job = new HoldAnswer(setup)) {
      state = job.await(wanted);
    } catch (SetUpException | OutageException e) {
      spec.commandLine()
          .getErr()
          .println(ordered + ", but whether a job follows is not known: " + e.getMessage());
      return;
    }
    spec.commandLine()
        .getErr()
        .println(
            state != null
                ? done
                : ordered
                    + ", but no job answered: it does not run, or it may not read "
                    + HoldsTopic.TOPIC
                    + " or write "
                    + HoldStateTopic.TOPIC
                    + ". The order stands, and a job that starts follows it");
  }

  private static void requireContract(Setup setup, String name) {
    List<String> names = setup.contracts().stream().map(Contract::name).toList();
    if (!names.contains(name)) {
      throw new SetUpException(
          "the pipeline has no contract '" + name + "'" + Suggestion.among(name, names));
    }
  }
}
