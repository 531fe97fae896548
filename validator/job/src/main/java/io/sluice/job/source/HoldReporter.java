package io.sluice.job.source;

import io.sluice.job.event.HoldReport;
import io.sluice.job.gate.PartitionGate;
import io.sluice.job.hold.HeldPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Reports to the coordinator what waits at a reader: every two seconds, and right after an order.
 * The coordinator never asks: a question that reaches a task just as it ends makes Flink fail the
 * task, and a stop with a savepoint fails with it.
 */
final class HoldReporter {

  static final Duration PERIOD = Duration.ofSeconds(2);

  /** Within it after the start, the coordinator should have told of orders. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Consumer<SourceEvent> coordinator;
  private final FollowedOrders orders;
  private final UnreadableSplits unreadable;
  private final Collection<PartitionGate> gates;
  private long reported;

  /**
   * @param coordinator takes reports
   * @param gates are added to and removed from by the reader
   * @param now as {@link System#nanoTime()}
   */
  HoldReporter(
      Consumer<SourceEvent> coordinator,
      FollowedOrders orders,
      UnreadableSplits unreadable,
      Collection<PartitionGate> gates,
      long now) {
    this.coordinator = coordinator;
    this.orders = orders;
    this.unreadable = unreadable;
    this.gates = gates;
    this.reported = now;
  }

  /**
   * Reports if it is time. What waits because the orders are not known yet is no news for a while:
   * they come a moment after the splits of a restored state.
   *
   * @param now as {@link System#nanoTime()}
   */
  void tick(long now) {
    Duration pause = orders.areKnown() ? PERIOD : GRACE;
    if (now - reported >= pause.toNanos()) {
      report(now);
    }
  }

  /** Reports at once, as after an order. */
  void report(long now) {
    reported = now;
    ArrayList<HeldPartition> held = new ArrayList<>(unreadable.held());
    gates.stream().map(PartitionGate::held).filter(Objects::nonNull).forEach(held::add);
    coordinator.accept(new HoldReport(orders.version(), held));
  }
}
