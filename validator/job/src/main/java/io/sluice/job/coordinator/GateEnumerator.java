package io.sluice.job.coordinator;

import io.sluice.failure.ConflictException;
import io.sluice.failure.SetUpException;
import io.sluice.job.deadletter.TopicState;
import io.sluice.job.event.HoldReport;
import io.sluice.job.event.VerdictCounts;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.job.metric.MetricPart;
import io.sluice.job.split.GateSplit;
import io.sluice.job.split.GateState;
import io.sluice.job.split.KnownSchema;
import io.sluice.job.start.PartitionStart;
import io.sluice.kafka.Caller;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordinator of the source. It discovers partitions, decides where reading starts, hands
 * partitions to readers, and stores the schemas that readers fetch. It detects deleted and
 * recreated topics.
 */
public final class GateEnumerator implements SplitEnumerator<GateSplit, GateState> {

  private static final Logger LOG = LoggerFactory.getLogger(GateEnumerator.class);
  private static final long DISCOVERY_MILLIS = 10_000;

  private final JobPlan plan;
  private final SplitEnumeratorContext<GateSplit> context;
  private final DiscoveredSplits splits;
  private final Map<String, KnownSchema> schemas = new LinkedHashMap<>();
  private final Topics topics;
  private final @Nullable GateState restored;
  private @Nullable Discovery discovery;
  private volatile boolean first = true;

  /** Set during an outage, so that it is logged only once. */
  private boolean unanswered;

  private final KafkaReach reach;
  private final HoldCoordinator holds;
  private final DeadLetterTopicNotifier letters;
  private final SourceRightsNotifier rights;

  public GateEnumerator(
      JobPlan plan, SplitEnumeratorContext<GateSplit> context, @Nullable GateState restored) {
    this.plan = plan;
    this.context = context;
    this.topics = new Topics(plan.contracts());
    Instruments instruments = new Instruments(MetricPart.COORDINATOR, context.metricGroup());
    this.reach = new KafkaReach(plan.kafka(), instruments);
    this.splits = new DiscoveredSplits(restored, topics::isRead);
    this.holds =
        new HoldCoordinator(
            plan, context, topics, splits::topics, this::assign, instruments, reach);
    this.letters = new DeadLetterTopicNotifier(context, topics, instruments);
    this.rights = new SourceRightsNotifier(context, instruments);
    instruments.gauge(Metric.PARTITIONS_READ, () -> (long) splits.all().size());
    this.restored = restored;
    if (restored != null) {
      restored.schemas().forEach(schema -> schemas.put(schema.label(), schema));
    }
  }

  @Override
  public void start() {
    if (restored != null) {
      requireSameTables(restored.tables());
    }
    discovery = new Discovery(plan, restored == null ? Caller.FIRST_START : Caller.JOB);
    holds.start();
    context.callAsync(this::discover, this::found, 0, DISCOVERY_MILLIS);
  }

  /**
   * Requires that topics feed the same tables as before. A new table has no rows for the records
   * already read, and only the user can decide whether it needs them.
   */
  private void requireSameTables(Map<String, Set<String>> before) {
    before.forEach(
        (topic, tables) -> {
          Set<String> added = new TreeSet<>(topics.tablesOf(topic));
          added.removeAll(tables);
          if (topics.isRead(topic) && !added.isEmpty()) {
            throw new FlinkRuntimeException(
                new SuppressRestartsException(
                    new ConflictException(
                        "topic "
                            + topic
                            + " now also feeds table "
                            + String.join(", ", added)
                            + ", and this pipeline has already read part of the topic. Stop the"
                            + " job cleanly or with a savepoint, then start it without state."
                            + " Tables that have marks continue from them. For the new table,"
                            + " 'startFrom' decides: earliest reads the whole topic for it, latest"
                            + " reads only records that arrive after the start.")));
          }
        });
  }

  private Map<String, Set<String>> tables() {
    Map<String, Set<String>> tables = new TreeMap<>();
    splits.topics().forEach(topic -> tables.put(topic, topics.tablesOf(topic)));
    return tables;
  }

  /**
   * The result of checking Kafka.
   *
   * @param failure why the start could not be decided, or null
   */
  private record Found(
      SourceLog.Look look,
      Map<String, TopicState> letters,
      List<PartitionStart> added,
      @Nullable Exception failure) {}

  private static Set<String> topics(Set<SourcePartition> partitions) {
    return partitions.stream().map(SourcePartition::topic).collect(Collectors.toSet());
  }

  /** Runs on another thread. */
  private Found discover() throws Exception {
    Discovery look = discovery;
    if (look == null) {
      throw new IllegalStateException("discovery runs only after the start");
    }
    SourceLog.Look seen = look.look(splits.topics());
    DiscoveredSplits.Comparison compared = splits.compare(seen);
    Set<SourcePartition> added = compared.added();
    Map<SourcePartition, Long> restoredHere = first ? compared.known() : Map.of();
    Map<String, TopicState> letters = look.deadLetterTopics(topics(seen.partitions()));
    try {
      return new Found(
          seen,
          letters,
          first || !added.isEmpty() ? look.starts(seen, added, restoredHere) : List.of(),
          null);
    } catch (Exception e) {
      // the results for permissions and dead-letter topics do not wait for it
      return new Found(seen, letters, List.of(), e);
    }
  }

  private void found(@Nullable Found found, @Nullable Throwable failure) {
    if (found != null) {
      letters.looked(found.letters(), topics(found.look().partitions()));
      rights.looked(found.look().unreadable());
    }
    Throwable reason = found == null ? failure : found.failure();
    if (reason != null || found == null) {
      failed(reason);
      return;
    }
    unanswered = false;
    reach.answered("the topics");
    checkTopics(found.look());
    if (first) {
      splits.all().forEach(split -> LOG.info("{} resumes from the checkpoint", split.partition()));
    }
    first = false;
    for (PartitionStart start : found.added()) {
      if (splits.add(start)) {
        LOG.info("{}", start);
      }
    }
    if (!found.added().isEmpty()) {
      holds.tellAll();
    }
    assign();
  }

  private void failed(@Nullable Throwable failure) {
    if (failure instanceof ConflictException conflict) {
      throw new FlinkRuntimeException(new SuppressRestartsException(conflict));
    }
    if (failure instanceof SetUpException mistake) {
      throw new FlinkRuntimeException(new SuppressRestartsException(mistake));
    }
    boolean isKafka = failure != null && reach.failed("the topics", failure);
    if (!isKafka && !unanswered) {
      unanswered = true;
      LOG.warn("cannot check the topics and the table marks; retrying", failure);
    }
  }

  private void checkTopics(SourceLog.Look look) {
    Set<SourcePartition> now = look.partitions();
    for (GateSplit split : splits.all()) {
      SourcePartition partition = split.partition();
      if (now.contains(partition) || look.unreadable().containsKey(partition.topic())) {
        continue;
      }
      boolean renewed =
          now.stream().anyMatch(other -> other.topic().equals(partition.topic()))
              && now.stream().noneMatch(other -> other.topicId().equals(partition.topicId()));
      throw new FlinkRuntimeException(
          new SuppressRestartsException(
              new ConflictException(
                  renewed
                      ? "topic "
                          + partition.topic()
                          + " was deleted and recreated while the job was reading it. All records"
                          + " that were read are accounted for. Records that were not read before"
                          + " the deletion are lost. Start without state: the error then shows how"
                          + " to accept the new topic."
                      : "partition "
                          + partition
                          + " is gone, because its topic was deleted. All records that were read"
                          + " are accounted for. Records that were not read are lost. To continue"
                          + " without the topic, start without state. If a contract lists"
                          + " the topic, remove it from the contract first.")));
    }
  }

  private void assign() {
    if (!holds.isKnown()) {
      // nothing is read before the hold orders are known
      return;
    }
    Map<Integer, List<GateSplit>> owned =
        splits.take(context.currentParallelism(), context.registeredReaders().keySet());
    if (!owned.isEmpty()) {
      // all splits of a reader at once, because it queries Kafka and the catalog once per batch
      context.assignSplits(new SplitsAssignment<>(owned));
    }
  }

  @Override
  public void addReader(int subtask) {
    schemas.values().forEach(schema -> context.sendEventToSourceReader(subtask, schema));
    letters.tell(subtask);
    rights.tell(subtask);
    holds.started(subtask);
    assign();
  }

  @Override
  public void addSplitsBack(List<GateSplit> failed, int subtask) {
    splits.giveBack(failed);
    assign();
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (event instanceof KnownSchema schema) {
      schemas.putIfAbsent(schema.label(), schema);
    } else if (event instanceof VerdictCounts report) {
      holds.count(report);
    } else if (event instanceof HoldReport report) {
      holds.heard(subtask, report);
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    // readers do not request splits; the coordinator pushes them
  }

  @Override
  public GateState snapshotState(long checkpointId) {
    return new GateState(
        splits.all(), splits.unassigned(), new ArrayList<>(schemas.values()), tables());
  }

  @Override
  public void close() throws IOException {
    holds.close();
    if (discovery != null) {
      discovery.close();
    }
  }
}
