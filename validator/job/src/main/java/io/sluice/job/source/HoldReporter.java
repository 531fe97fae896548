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
 * Reports the held partitions of a reader to the coordinator: every two seconds, and right after an
 * order. The coordinator never asks, because an event that reaches a task just as it ends makes the
 * task fail, and with it a stop with a savepoint.
 */
final class HoldReporter {

  static final Duration PERIOD = Duration.ofSeconds(2);

  /** The time after the start within which the coordinator should send its orders. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Consumer<SourceEvent> coordinator;
  private final FollowedOrders orders;
  private final UnreadableSplits unreadable;
  private final Collection<PartitionGate> gates;
  private long reported;

  /**
   * @param coordinator receives reports
   * @param gates the live map of the reader
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
   * Reports if it is time. A hold because orders are not known yet is not reported at first: orders
   * arrive shortly after the splits of a restored state.
   *
   * @param now as {@link System#nanoTime()}
   */
  void tick(long now) {
    Duration pause = orders.areKnown() ? PERIOD : GRACE;
    if (now - reported >= pause.toNanos()) {
      report(now);
    }
  }

  /** Reports at once, for example after an order. */
  void report(long now) {
    reported = now;
    ArrayList<HeldPartition> held = new ArrayList<>(unreadable.held());
    gates.stream().map(PartitionGate::held).filter(Objects::nonNull).forEach(held::add);
    coordinator.accept(new HoldReport(orders.version(), held));
  }
}
