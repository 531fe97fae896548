package io.sluice.cli.hold;

import io.sluice.cli.input.KafkaOptions;
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

/** Withdraws the order to hold the partitions of a contract. */
@Command(
    name = "release",
    description = {
      "Release a contract's partitions.",
      "Waits until the running job reads them again, or reports that no job responded."
    },
    mixinStandardHelpOptions = true)
final class HoldReleaseCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--contract",
      paramLabel = "NAME",
      required = true,
      description = "The contract to release.")
  private String contract;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  HoldReleaseCommand() {}

  @Override
  public Integer call() {
    Setup setup = kafka.setupWithKafka("the pipeline's name");
    HoldOrder held =
        HoldOrders.of(setup).stream()
            .filter(order -> order.contract().equals(contract))
            .findFirst()
            .orElse(null);
    if (held == null) {
      HoldOrders.requireContract(setup, contract);
      throw new SetUpException(
          "contract '"
              + contract
              + "' is not held by an order; 'sluice hold list' shows all holds");
    }
    HoldsTopic.release(setup.config().kafka(), held);
    new HoldOutcome(contract + " is released", "the order to hold " + contract + " was withdrawn")
        .await(setup, state -> !state.orders().contains(held), spec.commandLine().getErr());
    return ExitCode.FINE;
  }
}
