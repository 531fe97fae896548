package io.sluice.cli.hold;

import io.sluice.cli.input.ConfigOption;
import io.sluice.cli.output.ExitCode;
import io.sluice.failure.SetUpException;
import io.sluice.job.hold.HoldOrder;
import io.sluice.job.hold.HoldsTopic;
import io.sluice.pipeline.Setup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes back the order that the partitions of a contract wait. */
@Command(
    name = "release",
    description = {
      "Let the partitions of a contract go on.",
      "Returns when the running job does so, or says that none answered."
    },
    mixinStandardHelpOptions = true)
final class HoldReleaseCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;

  @Option(names = "--contract", paramLabel = "NAME", required = true, description = "Which.")
  private String contract;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  HoldReleaseCommand() {}

  @Override
  public Integer call() {
    Setup setup = config.setupWithKafka();
    HoldOrder held =
        HoldOrders.of(setup).stream()
            .filter(order -> order.contract().equals(contract))
            .findFirst()
            .orElse(null);
    if (held == null) {
      HoldOrders.requireContract(setup, contract);
      throw new SetUpException("contract '" + contract + "' is not held by order");
    }
    HoldsTopic.release(setup.config().kafka(), held);
    new HoldOutcome(contract + " goes on", "the order to hold " + contract + " is taken back")
        .await(setup, state -> !state.orders().contains(held), spec.commandLine().getErr());
    return ExitCode.FINE;
  }
}
