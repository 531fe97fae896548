package io.sluice.job.coordinator;

import io.sluice.job.hold.HoldOrder;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;

/** The metrics of circuit breakers and hold orders. */
final class OrderMetrics {

  /** How long a breaker counts as open after a trip. Longer than the pause between two trips. */
  private static final long OPEN_MILLIS = 120_000;

  private final Instruments instruments;
  private final Map<String, Counter> trips = new HashMap<>();
  private final Map<String, Long> tripped = new ConcurrentHashMap<>();

  /** The keys of contracts held by order, by contract and giver; see {@link #giver}. */
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  private final Set<String> measured = ConcurrentHashMap.newKeySet();

  OrderMetrics(Instruments instruments) {
    this.instruments = instruments;
  }

  /** Registers the gauge of a breaker, with its first trip. */
  private void measure(String contract) {
    if (measured.add(contract)) {
      instruments.gauge(Metric.BREAKER_OPEN, () -> isOpen(contract) ? 1 : 0, contract);
    }
  }

  private boolean isOpen(String contract) {
    return held.contains(key(contract, HoldOrder.BREAKER))
        || System.currentTimeMillis() - tripped.getOrDefault(contract, 0L) < OPEN_MILLIS;
  }

  void tripped(String contract) {
    tripped.put(contract, System.currentTimeMillis());
    measure(contract);
    trips.computeIfAbsent(contract, name -> instruments.counter(Metric.BREAKER_TRIPS, name)).inc();
  }

  /** The contract was released: its breaker starts again from zero. */
  void released(String contract) {
    tripped.remove(contract);
  }

  /** Updates the metrics with the current orders. */
  void stand(List<HoldOrder> orders) {
    Set<String> standing = new HashSet<>();
    for (HoldOrder order : orders) {
      String giver = giver(order);
      String key = key(order.contract(), giver);
      standing.add(key);
      held.add(key);
      if (measured.add(key)) {
        instruments.gauge(
            Metric.HELD_BY_ORDER, () -> held.contains(key) ? 1 : 0, order.contract(), giver);
      }
      if (giver.equals(HoldOrder.BREAKER)) {
        measure(order.contract());
      }
    }
    held.retainAll(standing);
  }

  private static String key(String contract, String giver) {
    return contract + " " + giver;
  }

  /** The label for the giver of an order. Labels distinguish only operators and breakers. */
  private static String giver(HoldOrder order) {
    return order.by().equals(HoldOrder.BREAKER) ? HoldOrder.BREAKER : "operator";
  }
}
