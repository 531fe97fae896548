package io.sluice.cli.hold;

import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Rows;
import io.sluice.cli.output.RowsOption;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.hold.HoldOrder;
import io.sluice.job.hold.HoldState;
import io.sluice.job.hold.HoldStateTopic;
import io.sluice.pipeline.Setup;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the partitions that are held, and why. */
@Command(
    name = "list",
    description = {
      "List the partitions that are held, and why.",
      "The list shows the cause of each hold: an order from a person or a circuit breaker, a",
      "schema that cannot be fetched (outage), a dead-letter topic that does not accept letters,",
      "a missing permission, or a failed rule with 'onFailure: halt'. Orders come from Kafka.",
      "Everything else comes from the running job's last report."
    },
    mixinStandardHelpOptions = true)
final class HoldListCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Mixin private RowsOption output;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  HoldListCommand() {}

  @Override
  public Integer call() {
    Setup setup = kafka.setupWithKafka("the pipeline's name");
    PrintWriter err = spec.commandLine().getErr();
    Rows rows = rows();
    List<HoldOrder> orders = HoldOrders.of(setup);
    orders.forEach(order -> add(rows, order));
    HoldState state;
    try (HoldAnswer job = new HoldAnswer(setup)) {
      state = job.last();
    }
    List<HeldPartition> others =
        state == null
            ? List.of()
            : state.held().stream().filter(one -> !isListed(one, orders)).toList();
    others.forEach(one -> add(rows, one));
    sayWhetherFollowed(state, orders, err);
    if (orders.isEmpty() && others.isEmpty()) {
      err.println("nothing is held");
    } else {
      rows.print();
    }
    return ExitCode.FINE;
  }

  private Rows rows() {
    return output.rows(
        spec.commandLine().getOut(),
        "contract",
        "partition",
        "offset",
        "kind",
        "since",
        "age",
        "by",
        "reason");
  }

  private static void add(Rows rows, HoldOrder order) {
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

  private static void add(Rows rows, HeldPartition held) {
    rows.add(
        held.contract(),
        held.topic() + "/" + held.partition(),
        held.offset(),
        held.kind().name().toLowerCase(Locale.ROOT),
        held.since(),
        age(held.since()),
        null,
        held.reason());
  }

  private static void sayWhetherFollowed(
      @Nullable HoldState state, List<HoldOrder> orders, PrintWriter err) {
    if (state == null || !HoldAnswer.isFresh(state)) {
      err.println(
          (state == null
                  ? "no job has reported its holds"
                  : "the job's last report of its holds is from " + state.at())
              + ": the job is not running, or does not have permission to write to "
              + HoldStateTopic.TOPIC);
    } else if (!state.orders().equals(orders)) {
      err.println(
          "the job has not applied these orders yet; if this does not change within a minute,"
              + " check the job's log");
    }
  }

  /** Whether an order in the list already explains why a partition is held. */
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
}
