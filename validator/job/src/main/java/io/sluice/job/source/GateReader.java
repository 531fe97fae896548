package io.sluice.job.source;

import io.sluice.deadletter.DeadLetterEncoder;
import io.sluice.failure.ConflictException;
import io.sluice.failure.SetUpException;
import io.sluice.job.deadletter.LetterSender;
import io.sluice.job.event.DeadLetterTopicsSeen;
import io.sluice.job.event.HoldsChanged;
import io.sluice.job.event.UnreadableTopics;
import io.sluice.job.event.VerdictCounts;
import io.sluice.job.gate.FetchedPositions;
import io.sluice.job.gate.GateMetrics;
import io.sluice.job.gate.GateOutputs;
import io.sluice.job.gate.JudgedTopics;
import io.sluice.job.gate.PartitionGate;
import io.sluice.job.gate.RecordJudge;
import io.sluice.job.gate.VerdictCounter;
import io.sluice.job.gate.WaitingBytes;
import io.sluice.job.handover.Gated;
import io.sluice.job.handover.GatedPartition;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.TopicLabels;
import io.sluice.job.split.GateSplit;
import io.sluice.job.split.KnownSchema;
import io.sluice.job.trace.GateSpans;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Topics;
import io.sluice.registry.SchemaCache;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.IOUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/**
 * Reads partitions through Flink's Kafka reader and checks their records. A record whose schema
 * cannot be fetched holds only its own partition: the thread never waits, so checkpoints and all
 * other partitions continue.
 */
@SuppressWarnings("try") // Flink's interface lets close() be interrupted
final class GateReader implements SourceReader<Gated, GateSplit> {

  /** The number of waiting records to check at a time, so that barriers do not wait. */
  private static final int RETRIED_AT_ONCE = 500;

  /**
   * The interval at which positions past offsets without a record are followed while records flow.
   */
  private static final long FOLLOW_NANOS = 200_000_000;

  private final SourceReaderContext context;
  private final SourceReader<ConsumerRecord<byte[], byte[]>, KafkaPartitionSplit> kafka;
  private final SchemaCache cache;
  private final FetchedSchemas fetched;
  private final Wakeup wakeup;
  private final Availability availability;
  private final GateMetrics metrics;
  private final GateSpans spans;
  private final Topics topics;
  private final Map<String, PartitionGate> gates = new LinkedHashMap<>();
  private final JudgedTopics judged;
  private final SplitOpener opener;
  private final FetchedPositions positions;
  private long followed;
  private final VerdictCounter verdicts = new VerdictCounter();
  private final WaitingBytes waiting = new WaitingBytes();
  private final LetterSender letters;
  private final UnreadableSplits unreadable;
  private final RecordJudge.Tools tools;

  private final FollowedOrders orders = new FollowedOrders();
  private final HoldReporter reporter;
  private final GateOutputs outputs = new GateOutputs(gates);

  GateReader(
      SourceReaderContext context,
      JobPlan plan,
      SourceReader<ConsumerRecord<byte[], byte[]>, KafkaPartitionSplit> kafka,
      FetchedPositions positions,
      SchemaCache cache,
      FetchedSchemas fetched,
      Wakeup wakeup,
      Instruments instruments) {
    this.context = context;
    this.kafka = kafka;
    this.positions = positions;
    this.cache = cache;
    this.fetched = fetched;
    this.wakeup = wakeup;
    this.availability = new Availability(wakeup, HoldReporter.PERIOD);
    this.topics = new Topics(plan.contracts());
    this.metrics = new GateMetrics(instruments, new TopicLabels(topics), cache::since);
    this.unreadable = new UnreadableSplits(metrics);
    this.reporter =
        new HoldReporter(
            context::sendSourceEventToCoordinator,
            orders,
            unreadable,
            gates.values(),
            System.nanoTime());
    this.spans = GateSpans.fromEnvironment(plan.pipeline());
    this.judged = new JudgedTopics(plan, topics, cache, metrics);
    this.opener = new SplitOpener(plan, topics);
    this.letters =
        new LetterSender(plan.kafka(), "" + context.getIndexOfSubtask(), wakeup::publish);
    this.tools =
        new RecordJudge.Tools(
            new DeadLetterEncoder(plan.pipeline()),
            letters,
            metrics,
            spans,
            verdicts,
            waiting,
            Clock.systemUTC());
  }

  @Override
  public void start() {
    letters.start();
    kafka.start();
  }

  /**
   * Receives splits from the coordinator, or from Flink's state. The latter come before any order
   * is known, so {@link FollowedOrders} holds them until then.
   */
  @Override
  public void addSplits(List<GateSplit> added) {
    List<GateSplit> splits =
        added.stream().filter(split -> topics.isRead(split.partition().topic())).toList();
    // Kafka's consumer fails completely if it does not have permission to read one of its topics
    Map<String, String> missing = opener.unreadable(splits);
    splits.stream()
        .filter(split -> missing.containsKey(split.partition().topic()))
        .forEach(
            split -> unreadable.add(split, missing.getOrDefault(split.partition().topic(), "")));
    open(splits.stream().filter(split -> !missing.containsKey(split.partition().topic())).toList());
  }

  private void open(List<GateSplit> splits) {
    List<KafkaPartitionSplit> opened = new ArrayList<>();
    try {
      for (Map.Entry<GateSplit, GatedPartition> one : opener.open(splits).entrySet()) {
        GateSplit split = one.getKey();
        PartitionGate gate = gate(split, one.getValue());
        gates.put(split.splitId(), gate);
        gate.order(orders.holdOf(split.partition().topic()));
        opened.add(split.toKafka());
      }
    } catch (ConflictException | SetUpException e) {
      throw new FlinkRuntimeException(new SuppressRestartsException(e));
    }
    kafka.addSplits(opened);
    // wakes up the task to report where reading starts
    wakeup.publish();
  }

  private PartitionGate gate(GateSplit split, GatedPartition partition) {
    return new PartitionGate(
        split,
        partition,
        judged.of(split.partition().topic()),
        tools,
        new ByKafka(),
        offset -> orders.skipOf(split.partition(), offset));
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Gated> output) throws Exception {
    long now = System.nanoTime();
    metrics.tick(now);
    letters.requireAlive();
    fetched.take().forEach(context::sendSourceEventToCoordinator);
    boolean more = wakeup.take() && retryWaiting(output);
    reporter.tick(now);
    VerdictCounts counted = verdicts.report(now);
    if (counted != null) {
      context.sendSourceEventToCoordinator(counted);
    }
    if (more) {
      wakeup.publish();
      return InputStatus.MORE_AVAILABLE;
    }
    if (waiting.isTooMuch()) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    outputs.to(output);
    InputStatus status;
    try {
      status = kafka.pollNext(outputs);
    } catch (RuntimeException e) {
      throw outOfRange(e);
    }
    if (status != InputStatus.MORE_AVAILABLE || now - followed > FOLLOW_NANOS) {
      followed = now;
      follow(output);
    }
    return status;
  }

  private void follow(ReaderOutput<Gated> output) {
    for (PartitionGate gate : gates.values()) {
      gate.setOutput(output);
      gate.follow(positions.of(gate.split().topicPartition()));
    }
  }

  /** Checks waiting records. True if there are more to check at once. */
  private boolean retryWaiting(ReaderOutput<Gated> output) {
    boolean more = false;
    for (PartitionGate gate : gates.values()) {
      if (gate.isWaiting()) {
        gate.setOutput(output);
        more |= gate.retry(RETRIED_AT_ONCE) == RETRIED_AT_ONCE;
      }
    }
    return more;
  }

  /**
   * A failure that leads to a restart, which looks at the tables again and reports missing records.
   */
  private static RuntimeException outOfRange(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OffsetOutOfRangeException range) {
        return new FlinkRuntimeException(
            "Kafka no longer has the next records ("
                + range.offsetOutOfRangePartitions()
                + "); restarting to check the tables again",
            e);
      }
    }
    return e;
  }

  @Override
  public List<GateSplit> snapshotState(long checkpointId) {
    List<GateSplit> splits = new ArrayList<>(unreadable.splits());
    gates.values().forEach(gate -> splits.add(gate.split().at(gate.nextOffset())));
    return splits;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return availability.or(waiting.isTooMuch() ? new CompletableFuture<>() : kafka.isAvailable());
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof KnownSchema schema) {
      cache.put(schema.ref(), schema.schema(), schema.since());
      wakeup.publish();
    } else if (event instanceof HoldsChanged holds) {
      orders.follow(holds);
      gates.values().forEach(gate -> gate.order(orders.holdOf(gate.split().partition().topic())));
      reporter.report(System.nanoTime());
      wakeup.publish();
    } else if (event instanceof DeadLetterTopicsSeen seen) {
      letters.know(seen.states());
    } else if (event instanceof UnreadableTopics topicsNow) {
      List<GateSplit> readable = unreadable.takeReadable(topicsNow.reasons());
      if (!readable.isEmpty()) {
        // the coordinator's result may be older than the reader's own
        addSplits(readable);
      }
    }
  }

  @Override
  public void notifyNoMoreSplits() {
    kafka.notifyNoMoreSplits();
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    kafka.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeAll(letters, cache, kafka, spans);
  }

  private final class ByKafka implements PartitionGate.Pausing {
    @Override
    public void pause(PartitionGate gate) {
      kafka.pauseOrResumeSplits(List.of(gate.split().splitId()), List.of());
    }

    @Override
    public void resume(PartitionGate gate) {
      kafka.pauseOrResumeSplits(List.of(), List.of(gate.split().splitId()));
    }
  }
}
