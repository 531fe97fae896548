package io.sluice.cli;

import io.sluice.contract.Contract;
import io.sluice.job.Setup;
import io.sluice.job.hold.HoldOrder;
import io.sluice.job.hold.HoldsTopic;
import io.sluice.problem.SetUpException;
import io.sluice.problem.Suggestion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds and releases the partitions of a contract, while the job runs or not. */
@Command(
    name = "hold",
    description = {
      "Hold the partitions of a contract, release them, list what is held.",
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
    throw new ParameterException(spec.commandLine(), "Say what to do: hold list, set or release");
  }

  private static List<HoldOrder> orders(Setup setup) {
    try (HoldsTopic holds = new HoldsTopic(setup.config().kafka())) {
      return holds.read().stream()
          .filter(order -> order.pipeline().equals(setup.config().pipeline().name()))
          .toList();
    }
  }

  @Command(
      name = "list",
      description = "List what is held by order, by whom and why.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin ConfigOption config,
      @Option(
              names = "--output",
              paramLabel = "FORMAT",
              defaultValue = "table",
              description = "table, json or csv (default: ${DEFAULT-VALUE}).")
          Rows.Format output) {
    List<HoldOrder> orders = orders(config.setup());
    Rows rows = new Rows(output, spec.commandLine().getOut(), "contract", "since", "by", "reason");
    orders.forEach(order -> rows.add(order.contract(), order.at(), order.by(), order.reason()));
    if (orders.isEmpty()) {
      spec.commandLine().getErr().println("nothing is held by order");
    } else {
      rows.print();
    }
    return ExitCode.FINE;
  }

  @Command(
      name = "set",
      description = "Hold the partitions of a contract: their records wait, none is lost.",
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ConfigOption config,
      @Option(names = "--contract", paramLabel = "NAME", required = true, description = "Which.")
          String contract,
      @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
          String reason) {
    Setup setup = config.setup();
    requireContract(setup, contract);
    HoldsTopic.set(
        setup.config().kafka(),
        new HoldOrder(
            setup.config().pipeline().name(),
            contract,
            Who.now(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            reason));
    spec.commandLine()
        .getErr()
        .println(contract + " is held; to go on: sluice hold release --contract " + contract);
    return ExitCode.FINE;
  }

  @Command(
      name = "release",
      description = "Let the partitions of a contract go on.",
      mixinStandardHelpOptions = true)
  int release(
      @Mixin ConfigOption config,
      @Option(names = "--contract", paramLabel = "NAME", required = true, description = "Which.")
          String contract) {
    Setup setup = config.setup();
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
    spec.commandLine().getErr().println(contract + " goes on");
    return ExitCode.FINE;
  }

  private static void requireContract(Setup setup, String name) {
    List<String> names = setup.contracts().stream().map(Contract::name).toList();
    if (!names.contains(name)) {
      throw new SetUpException(
          "the pipeline has no contract '" + name + "'" + Suggestion.among(name, names));
    }
  }
}
