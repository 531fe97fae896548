package io.sluice.cli.hold;

import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.input.Who;
import io.sluice.cli.output.ExitCode;
import io.sluice.job.hold.HoldOrder;
import io.sluice.job.hold.HoldsTopic;
import io.sluice.kafka.Caller;
import io.sluice.pipeline.Setup;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Orders a hold of the partitions of a contract. */
@Command(
    name = "set",
    description = {
      "Hold a contract's partitions. Their records wait, and no records are lost.",
      "Waits until the running job holds them, or reports that no job responded."
    },
    mixinStandardHelpOptions = true)
final class HoldSetCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--contract",
      paramLabel = "NAME",
      required = true,
      description = "The contract to hold.")
  private String contract;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "The reason for the hold, shown by 'sluice hold list'.")
  private String reason;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  HoldSetCommand() {}

  @Override
  public Integer call() {
    Setup setup = kafka.setupWithKafka("the pipeline's name and contracts");
    HoldOrders.requireContract(setup, contract);
    HoldOrder order =
        new HoldOrder(
            setup.config().pipeline().name(),
            contract,
            Who.now(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            reason);
    HoldsTopic.set(setup.config().kafka(), order, Caller.COMMAND);
    PrintWriter err = spec.commandLine().getErr();
    new HoldOutcome(contract + " is held", "the order to hold " + contract + " was written")
        .await(setup, state -> state.orders().contains(order), err);
    err.println("to release: sluice hold release --contract " + contract);
    return ExitCode.FINE;
  }
}
