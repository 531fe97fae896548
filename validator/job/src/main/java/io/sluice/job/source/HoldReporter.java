package io.sluice.job.source;

import io.sluice.job.event.HoldReport;
import io.sluice.job.gate.PartitionGate;
import io.sluice.job.hold.HeldPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Objects;
import org.apache.flink.api.connector.source.SourceReaderContext;

/**
 * Reports to the coordinator what waits at a reader: every two seconds, and right after an order.
 * The coordinator never asks: a question that reaches a task just as it ends makes Flink fail the
 * task, and a stop with a savepoint fails with it.
 */
final class HoldReporter {

  static final Duration PERIOD = Duration.ofSeconds(2);

  private final SourceReaderContext context;
  private final FollowedOrders orders;
  private final UnreadableSplits unreadable;
  private final Collection<PartitionGate> gates;
  private long reported = System.nanoTime();
  private boolean isDue;

  /**
   * @param gates are added to and removed from by the reader
   */
  HoldReporter(
      SourceReaderContext context,
      FollowedOrders orders,
      UnreadableSplits unreadable,
      Collection<PartitionGate> gates) {
    this.context = context;
    this.orders = orders;
    this.unreadable = unreadable;
    this.gates = gates;
  }

  /** Takes note that an order was followed. */
  void ordered() {
    isDue = true;
  }

  /**
   * Reports if it is time. What waits because the orders are not known yet is no news.
   *
   * @param now as {@link System#nanoTime()}
   */
  void tick(long now) {
    if (!orders.areKnown() || (!isDue && now - reported < PERIOD.toNanos())) {
      return;
    }
    reported = now;
    isDue = false;
    ArrayList<HeldPartition> held = new ArrayList<>(unreadable.held());
    gates.stream().map(PartitionGate::held).filter(Objects::nonNull).forEach(held::add);
    context.sendSourceEventToCoordinator(new HoldReport(orders.version(), held));
  }
}
