package io.sluice.cli.hold;

import io.sluice.contract.Contract;
import io.sluice.failure.SetUpException;
import io.sluice.failure.Suggestion;
import io.sluice.job.hold.HoldOrder;
import io.sluice.job.hold.HoldsTopic;
import io.sluice.kafka.Caller;
import io.sluice.pipeline.Setup;
import java.util.List;

/** The orders in Kafka to hold contracts in a pipeline. */
final class HoldOrders {

  private HoldOrders() {}

  static List<HoldOrder> of(Setup setup) {
    try (HoldsTopic holds = new HoldsTopic(setup.config().kafka(), Caller.COMMAND)) {
      return holds.read().of(setup.config().pipeline().name()).holds();
    }
  }

  /**
   * Requires that the pipeline has a contract.
   *
   * @throws SetUpException if it does not
   */
  static void requireContract(Setup setup, String name) {
    List<String> names = setup.contracts().stream().map(Contract::name).toList();
    if (!names.contains(name)) {
      throw new SetUpException(
          "the pipeline has no contract '" + name + "'" + Suggestion.among(name, names));
    }
  }
}
