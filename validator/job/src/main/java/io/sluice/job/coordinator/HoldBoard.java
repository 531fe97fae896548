package io.sluice.job.coordinator;

import io.sluice.job.event.HoldReport;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.hold.HoldOrder;
import io.sluice.job.hold.HoldState;
import io.sluice.job.hold.HoldStateTopic;
import io.sluice.job.split.GateSplit;
import io.sluice.kafka.Caller;
import io.sluice.pipeline.JobPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the readers hold, and which orders all of them follow. For the coordinator's
 * thread; only the topic is written on another one.
 */
final class HoldBoard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HoldBoard.class);

  /** Without news it is said again so often, so that a command can tell whether a job runs. */
  private static final long REPEAT_MILLIS = 30_000;

  private final String pipeline;
  private final SplitEnumeratorContext<GateSplit> context;
  private final HoldStateTopic topic;
  private final HoldLog log;
  private final Map<Integer, HoldReport> reports = new HashMap<>();
  private final TreeMap<Long, List<HoldOrder>> versions = new TreeMap<>();
  private @Nullable HoldState published;
  private long publishedAt;
  private long failedAt;
  private boolean writing;

  /** One line tells of an outage, however long it lasts. */
  private boolean unwritable;

  HoldBoard(JobPlan plan, SplitEnumeratorContext<GateSplit> context) {
    this.pipeline = plan.pipeline();
    this.context = context;
    this.topic = new HoldStateTopic(plan.kafka(), Caller.JOB);
    this.log = new HoldLog(Duration.ofMillis(plan.heldAlertAfter()));
  }

  /** Takes note that readers are told of orders; versions rise. */
  void told(long version, List<HoldOrder> orders) {
    versions.put(version, List.copyOf(orders));
  }

  void heard(int subtask, HoldReport report) {
    reports.put(subtask, report);
  }

  /** A reader that starts has not said anything yet. */
  void forget(int subtask) {
    reports.remove(subtask);
  }

  /** Publishes what the readers reported last, if that is news or was not said for a while. */
  void tick() {
    reports.keySet().retainAll(context.registeredReaders().keySet());
    long now = System.currentTimeMillis();
    // what some readers alone say would pass for all that waits
    if (reports.size() == context.currentParallelism()) {
      publish(now);
    }
  }

  private void publish(long now) {
    HoldState state = state(now);
    log.seen(state.held(), Instant.ofEpochMilli(now));
    HoldState last = published;
    boolean isNews = last == null || !state.saysTheSameAs(last);
    boolean mayTry = now - failedAt > REPEAT_MILLIS;
    if (!writing && mayTry && (isNews || now - publishedAt > REPEAT_MILLIS)) {
      writing = true;
      context.callAsync(
          () -> {
            topic.write(state);
            return state;
          },
          this::written);
    }
  }

  private HoldState state(long now) {
    long followed = reports.values().stream().mapToLong(HoldReport::version).min().orElse(0);
    List<HoldOrder> orders = versions.getOrDefault(followed, List.of());
    versions.headMap(followed).clear();
    List<HeldPartition> held = new ArrayList<>();
    reports.values().forEach(report -> held.addAll(report.held()));
    held.sort(
        Comparator.comparing(HeldPartition::topic).thenComparingInt(HeldPartition::partition));
    String at = Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.SECONDS).toString();
    return new HoldState(pipeline, at, orders, held);
  }

  private void written(@Nullable HoldState state, @Nullable Throwable failure) {
    writing = false;
    if (state == null) {
      failedAt = System.currentTimeMillis();
      if (!unwritable && failure != null) {
        unwritable = true;
        LOG.warn(
            "what is held cannot be published, so 'sluice hold' does not know of it: {}",
            failure.getMessage());
      }
      return;
    }
    if (unwritable) {
      unwritable = false;
      LOG.info("what is held is published again");
    }
    published = state;
    publishedAt = System.currentTimeMillis();
  }

  @Override
  public void close() {
    topic.close();
  }
}
