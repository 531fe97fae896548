package io.sluice.job.coordinator;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.BreakerAction;
import io.sluice.job.event.VerdictCounts;
import io.sluice.job.hold.HoldOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The circuit breakers of all contracts, across all readers. */
final class Breakers {

  private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

  /** The minimum time between two log lines of a breaker that keeps tripping. */
  private static final long QUIET_MILLIS = 60_000;

  private final Map<String, Contract> contracts = new LinkedHashMap<>();
  private final Map<String, BreakerWindow> windows = new HashMap<>();
  private final Map<String, Long> said = new HashMap<>();
  private final OrderMetrics metrics;
  private final Consumer<Trip> trips;

  /** A trip of a breaker with the action hold. */
  record Trip(String contract, String reason) {}

  /**
   * @param trips receives the trips of breakers with the action hold
   */
  Breakers(List<Contract> contracts, OrderMetrics metrics, Consumer<Trip> trips) {
    this.metrics = metrics;
    contracts.forEach(contract -> this.contracts.put(contract.name(), contract));
    this.trips = trips;
  }

  void count(VerdictCounts report, long now) {
    report
        .counts()
        .forEach(
            (name, counts) -> {
              Contract contract = contracts.get(name);
              if (contract != null) {
                BreakerWindow window =
                    windows.computeIfAbsent(name, n -> new BreakerWindow(contract.breaker()));
                String reason = window.add(now, counts[0], counts[1]);
                if (reason != null) {
                  trip(contract, reason, now);
                }
              }
            });
    report
        .rows()
        .forEach(
            (name, reason) -> {
              Contract contract = contracts.get(name);
              if (contract != null) {
                trip(contract, reason, now);
              }
            });
  }

  private void trip(Contract contract, String reason, long now) {
    if (now - said.getOrDefault(contract.name(), -QUIET_MILLIS) >= QUIET_MILLIS) {
      said.put(contract.name(), now);
      metrics.tripped(contract.name());
      LOG.atWarn()
          .addKeyValue("contract", contract.name())
          .log("the circuit breaker for contract {} tripped: {}", contract.name(), reason);
    }
    if (contract.breaker().action() == BreakerAction.HOLD) {
      trips.accept(new Trip(contract.name(), reason));
    }
  }

  /** Starts again from zero for a contract that was released. */
  void released(HoldOrder order) {
    BreakerWindow window = windows.get(order.contract());
    if (window != null) {
      window.clear();
    }
    said.remove(order.contract());
    metrics.released(order.contract());
  }
}
