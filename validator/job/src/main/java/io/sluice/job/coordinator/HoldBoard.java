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
 * Publishes the held partitions of all readers, and the orders that all of them follow. For the
 * coordinator's thread; only the topic is written on another thread.
 */
final class HoldBoard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HoldBoard.class);

  /** The state is published at least this often, so that a command can see whether a job runs. */
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

  /** Set during an outage, so that it is logged only once. */
  private boolean unwritable;

  HoldBoard(JobPlan plan, SplitEnumeratorContext<GateSplit> context) {
    this.pipeline = plan.pipeline();
    this.context = context;
    this.topic = new HoldStateTopic(plan.kafka(), Caller.JOB);
    this.log = new HoldLog(Duration.ofMillis(plan.heldAlertAfter()));
  }

  /** Records the orders that were sent to readers. Versions increase. */
  void told(long version, List<HoldOrder> orders) {
    versions.put(version, List.copyOf(orders));
  }

  void heard(int subtask, HoldReport report) {
    reports.put(subtask, report);
  }

  /** Forgets the reports of a reader that starts. */
  void forget(int subtask) {
    reports.remove(subtask);
  }

  /**
   * Publishes the last reports of the readers if they changed or were not published for a while.
   */
  void tick() {
    reports.keySet().retainAll(context.registeredReaders().keySet());
    long now = System.currentTimeMillis();
    // reports of some readers only would look complete
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
            "cannot publish the list of held partitions, so 'sluice hold list' is out of date: {}",
            failure.getMessage());
      }
      return;
    }
    if (unwritable) {
      unwritable = false;
      LOG.info("the list of held partitions is being published again");
    }
    published = state;
    publishedAt = System.currentTimeMillis();
  }

  @Override
  public void close() {
    topic.close();
  }
}
