package io.sluice.job.coordinator;

import io.sluice.job.event.HoldReport;
import io.sluice.job.event.HoldsChanged;
import io.sluice.job.event.VerdictCounts;
import io.sluice.job.hold.HoldOrder;
import io.sluice.job.hold.HoldsTopic;
import io.sluice.job.hold.SkipOrder;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.job.split.GateSplit;
import io.sluice.kafka.Caller;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends hold orders to readers, and gives an order when a breaker trips. */
final class HoldCoordinator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HoldCoordinator.class);
  private static final long PERIOD_MILLIS = 2_000;

  private final JobPlan plan;
  private final KafkaReach reach;
  private final SplitEnumeratorContext<GateSplit> context;
  private final Topics topics;
  private final Supplier<Set<String>> readTopics;
  private final Runnable changed;
  private final HoldsTopic holdsTopic;
  private final OrderMetrics metrics;
  private final Breakers breakers;
  private final Set<String> tripping = new HashSet<>();
  private final Map<String, String> unwritten = new HashMap<>();
  private final HoldBoard board;
  private @Nullable List<HoldOrder> holds;
  private List<SkipOrder> skips = List.of();
  private long version;

  /** Set during an outage, so that it is logged only once. */
  private boolean unreadable;

  /**
   * @param readTopics the topics whose partitions are read
   * @param changed is called when the orders become known, and when they change
   */
  HoldCoordinator(
      JobPlan plan,
      SplitEnumeratorContext<GateSplit> context,
      Topics topics,
      Supplier<Set<String>> readTopics,
      Runnable changed,
      Instruments instruments,
      KafkaReach reach) {
    this.reach = reach;
    this.plan = plan;
    this.context = context;
    this.topics = topics;
    this.readTopics = readTopics;
    this.changed = changed;
    this.holdsTopic = new HoldsTopic(plan.kafka(), Caller.JOB);
    this.board = new HoldBoard(plan, context);
    this.metrics = new OrderMetrics(instruments);
    instruments.gauge(Metric.HELD_ALERT_AFTER, () -> plan.heldAlertAfter() / 1_000);
    this.breakers = new Breakers(plan.contracts(), metrics, this::trip);
  }

  void start() {
    context.callAsync(holdsTopic::read, this::ordersRead, 0, PERIOD_MILLIS);
  }

  /** Whether the orders have been read since the start. */
  boolean isKnown() {
    return holds != null;
  }

  /** Sends the current orders to a reader. */
  void tell(int subtask) {
    List<HoldOrder> known = holds;
    if (known != null) {
      context.sendEventToSourceReader(subtask, heldTopics(known));
    }
  }

  void tellAll() {
    List<HoldOrder> known = holds;
    if (known != null) {
      board.told(++version, known);
    }
    context.registeredReaders().keySet().forEach(this::tell);
  }

  /** Handles the start of a reader. */
  void started(int subtask) {
    board.forget(subtask);
    tell(subtask);
  }

  /** Handles a reader's report about its holds. */
  void heard(int subtask, HoldReport report) {
    board.heard(subtask, report);
  }

  /** Adds the verdicts of a reader to the breakers. */
  void count(VerdictCounts report) {
    breakers.count(report, System.currentTimeMillis());
  }

  /** Called every two seconds, whether or not the orders could be read. */
  private void ordersRead(HoldsTopic.@Nullable Orders all, @Nullable Throwable failure) {
    board.tick();
    if (all == null) {
      boolean isKafka = failure != null && reach.failed("the orders", failure);
      if (!isKafka && !unreadable) {
        unreadable = true;
        LOG.warn(
            "cannot read hold orders; retrying. {} Reason: {}",
            holds == null
                ? "No topic is read until the orders are known."
                : "The last known orders remain in effect.",
            failure == null ? "unknown" : failure.getMessage());
      }
      return;
    }
    unreadable = false;
    reach.answered("the orders");
    HoldsTopic.Orders orders = all.of(plan.pipeline());
    List<HoldOrder> own = orders.holds();
    List<HoldOrder> before = holds;
    Map<String, String> again = new HashMap<>(unwritten);
    unwritten.clear();
    again.forEach((contract, reason) -> trip(new Breakers.Trip(contract, reason)));
    boolean isSkipNew = !orders.skips().equals(skips);
    if (own.equals(before) && !isSkipNew) {
      return;
    }
    skips = orders.skips();
    holds = own;
    metrics.stand(own);
    if (before != null) {
      before.stream()
          .filter(order -> own.stream().noneMatch(o -> o.contract().equals(order.contract())))
          .forEach(
              order -> {
                LOG.atInfo()
                    .addKeyValue("contract", order.contract())
                    .log("contract {} was released", order.contract());
                breakers.released(order);
              });
    }
    own.stream()
        .filter(order -> before == null || !before.contains(order))
        .forEach(
            order ->
                LOG.atWarn()
                    .addKeyValue("contract", order.contract())
                    .log("contract {} is {}", order.contract(), order.explanation()));
    tellAll();
    changed.run();
  }

  /**
   * The topics to hold. Whole topics are held, because the contract of a record is known only once
   * it is read.
   */
  private HoldsChanged heldTopics(List<HoldOrder> orders) {
    LinkedHashMap<String, String> held = new LinkedHashMap<>();
    for (String topic : readTopics.get()) {
      for (HoldOrder order : orders) {
        if (topics.contractsOf(topic).stream()
            .anyMatch(contract -> contract.name().equals(order.contract()))) {
          held.put(topic, order.explanation());
        }
      }
    }
    return new HoldsChanged(version, held, new ArrayList<>(skips));
  }

  private void trip(Breakers.Trip trip) {
    List<HoldOrder> known = holds;
    boolean isHeld =
        known != null && known.stream().anyMatch(order -> order.contract().equals(trip.contract()));
    if (isHeld || !tripping.add(trip.contract())) {
      return;
    }
    HoldOrder order =
        new HoldOrder(
            plan.pipeline(),
            trip.contract(),
            HoldOrder.BREAKER,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            trip.reason());
    context.callAsync(
        () -> {
          HoldsTopic.set(plan.kafka(), order, Caller.JOB);
          return order;
        },
        (written, failure) -> written(order, failure));
  }

  /** Applies an order once it is written. If the write failed, the next check tries again. */
  private void written(HoldOrder order, @Nullable Throwable failure) {
    tripping.remove(order.contract());
    if (failure != null) {
      LOG.warn(
          "cannot save the hold ordered by the circuit breaker for contract {}; retrying",
          order.contract(),
          failure);
      unwritten.put(order.contract(), order.reason());
      return;
    }
    List<HoldOrder> known = new ArrayList<>(holds == null ? List.of() : holds);
    known.removeIf(one -> one.contract().equals(order.contract()));
    known.add(order);
    holds = known;
    metrics.stand(known);
    tellAll();
  }

  @Override
  public void close() {
    holdsTopic.close();
    board.close();
  }
}
