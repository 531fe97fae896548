package io.sluice.job.source;

import io.sluice.check.TopicChecker;
import io.sluice.contract.Contract;
import io.sluice.contract.Contract.BreakerAction;
import io.sluice.deadletter.DeadLetter;
import io.sluice.deadletter.DeadLetterCodec;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.header.Origin;
import io.sluice.job.Gated;
import io.sluice.job.GatedPartition;
import io.sluice.job.Outcome;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.hold.SkipOrder;
import io.sluice.job.trace.GateSpans;
import io.sluice.row.Row;
import io.sluice.verdict.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The gate in front of one source partition: judges its records in order, or holds them. While a
 * partition is held, records that were fetched already wait here; a checkpoint goes back to the
 * first of them, so they need not be stored.
 */
final class PartitionGate implements SourceOutput<ConsumerRecord<byte[], byte[]>> {

  private static final int PAUSE_AGAIN = 1_000;

  /** Asks for the partition to be paused and resumed in Kafka's consumer. */
  interface Pausing {
    void pause(PartitionGate gate);

    void resume(PartitionGate gate);
  }

  /**
   * A record that waits.
   *
   * @param readAt milliseconds since the epoch
   */
  private record Waiting(ConsumerRecord<byte[], byte[]> record, long readAt) {}

  private final GateSplit split;
  private final GatedPartition partition;
  private final TopicChecker checker;
  private final DeadLetterCodec codec;
  private final String deadLetterTopic;
  private final boolean isReplay;
  private final Clock clock;
  private final Pausing pausing;
  private final GateMetrics metrics;
  private final TopicMetrics topicMetrics;
  private final GateSpans spans;
  private final TollKeeper toll;
  private final List<Contract> contracts;
  private final LongFunction<@Nullable SkipOrder> skips;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable ReaderOutput<Gated> output;
  private Verdict.@Nullable Held hold;

  /** Since when it is held, milliseconds since the epoch. */
  private long heldSince;

  private @Nullable String told;
  private @Nullable String tripped;
  private final Map<String, Integer> deadInARow = new HashMap<>();
  private long waitingBytes;

  /** Every record below it has passed. */
  private long position;

  private boolean announced;

  /** Below it nobody needs a record; from the other one on, every table needs all of its own. */
  private final long neededFrom;

  private final long allNeededFrom;

  PartitionGate(
      GateSplit split,
      GatedPartition partition,
      TopicChecker checker,
      DeadLetterCodec codec,
      String deadLetterTopic,
      boolean isReplay,
      Clock clock,
      Pausing pausing,
      GateMetrics metrics,
      TopicMetrics topicMetrics,
      GateSpans spans,
      TollKeeper toll,
      List<Contract> contracts,
      LongFunction<@Nullable SkipOrder> skips) {
    this.skips = skips;
    this.split = split;
    this.position = split.offset();
    this.neededFrom = partition.neededFrom();
    this.allNeededFrom = partition.allNeededFrom();
    this.partition = partition;
    this.checker = checker;
    this.codec = codec;
    this.deadLetterTopic = deadLetterTopic;
    this.isReplay = isReplay;
    this.clock = clock;
    this.pausing = pausing;
    this.metrics = metrics;
    this.topicMetrics = topicMetrics;
    this.spans = spans;
    this.toll = toll;
    this.contracts = contracts;
  }

  GateSplit split() {
    return split;
  }

  void setOutput(ReaderOutput<Gated> target) {
    output = target;
  }

  /** Bytes of the records that wait. */
  long waitingBytes() {
    return waitingBytes;
  }

  /** Why the partition is held, or null where it flows. */
  Verdict.@Nullable Held hold() {
    return hold;
  }

  /** What to say of the partition while it waits; null where it flows. */
  @Nullable HeldPartition held() {
    Verdict.Held held = hold;
    if (held == null) {
      return null;
    }
    Contract contract = held.contract();
    return new HeldPartition(
        split.partition().topic(),
        split.partition().topicId(),
        split.partition().partition(),
        nextOffset(),
        switch (held.hold()) {
          case SCHEMA -> HeldPartition.Kind.OUTAGE;
          case RULE -> HeldPartition.Kind.HALT;
          case ORDER -> HeldPartition.Kind.ORDER;
        },
        contract == null ? null : contract.name(),
        Instant.ofEpochMilli(heldSince).truncatedTo(ChronoUnit.SECONDS).toString(),
        held.explanation());
  }

  private void holdFor(Verdict.Held reason) {
    if (hold == null) {
      heldSince = clock.millis();
    }
    if (hold == null || hold.hold() != reason.hold()) {
      metrics.held(split.partition(), reason);
    }
    hold = reason;
  }

  /**
   * The offset at which reading goes on after a restart: of the first record that waits, if any.
   */
  long nextOffset() {
    Waiting first = waiting.peekFirst();
    return first == null ? position : first.record().offset();
  }

  /**
   * Follows the consumer's position past offsets that hold no record, and says where reading starts
   * before anything else is said.
   *
   * @param fetched what the consumer has fetched, or null before the first fetch
   */
  void follow(FetchedPositions.@Nullable Fetched fetched) {
    long reached = position;
    if (fetched != null && waiting.isEmpty() && position >= fetched.end()) {
      reached = Math.max(position, fetched.position());
    }
    if (reached > position || !announced) {
      announced = true;
      position = reached;
      emit(position - 1, -1, Outcome.POSITION, null, null, null);
    }
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> record) {
    if (hold != null) {
      await(record);
      return;
    }
    Verdict.Held held = pass(record, metrics.millis());
    if (held != null) {
      holdFor(held);
      emit(record, Outcome.HELD, null, null, null);
      await(record);
      pausing.pause(this);
    }
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> record, long timestamp) {
    collect(record);
  }

  /**
   * Lets the partition wait by order, or takes the order back.
   *
   * @param reason null to go on; what waits is tried by {@link #retry}
   */
  void order(@Nullable String reason) {
    if (reason != null) {
      // what this gate gave itself has become known to all
      tripped = null;
    } else if (told != null) {
      deadInARow.clear();
    }
    told = reason;
    waitIfOrdered();
  }

  private @Nullable String ordered() {
    return tripped == null ? told : tripped;
  }

  private void waitIfOrdered() {
    String reason = ordered();
    if (reason != null && (hold == null || hold.hold() != Verdict.Hold.ORDER)) {
      holdFor(ordered(reason));
      pausing.pause(this);
    }
  }

  private static Verdict.Held ordered(String reason) {
    return new Verdict.Held(null, null, Verdict.Hold.ORDER, reason);
  }

  private void await(ConsumerRecord<byte[], byte[]> record) {
    if (waiting.size() % PAUSE_AGAIN == 0) {
      // a partition that was just assigned may not have been there yet to be paused
      pausing.pause(this);
    }
    waiting.addLast(new Waiting(record, metrics.millis()));
    waitingBytes += size(record);
  }

  private static long size(ConsumerRecord<byte[], byte[]> record) {
    return 100L
        + Math.max(0, record.serializedKeySize())
        + Math.max(0, record.serializedValueSize());
  }

  /**
   * Tries the records that wait, in order, until one must go on waiting.
   *
   * @param most how many to pass at most
   * @return how many were passed
   */
  int retry(int most) {
    int passed = 0;
    while (passed < most && ordered() == null) {
      Waiting next = waiting.peekFirst();
      if (next == null) {
        hold = null;
        metrics.released(split.partition());
        pausing.resume(this);
        break;
      }
      ConsumerRecord<byte[], byte[]> first = next.record();
      Verdict.Held held = pass(first, next.readAt());
      if (held != null) {
        holdFor(held);
        if (passed > 0) {
          emit(first, Outcome.HELD, null, null, null);
        }
        break;
      }
      waiting.removeFirst();
      waitingBytes -= size(first);
      passed++;
    }
    return passed;
  }

  /** Judges a record and passes it on, or says why it must wait. */
  private Verdict.@Nullable Held pass(ConsumerRecord<byte[], byte[]> record, long readAt) {
    if (record.offset() < neededFrom) {
      emit(record, Outcome.PASSED, null, null, null);
      return null;
    }
    String ordered = ordered();
    if (ordered != null) {
      return ordered(ordered);
    }
    KafkaRecord raw = new KafkaRecord(record, split.partition().topicId(), readAt);
    long begun = metrics.begin();
    long spanBegun = spans.begin();
    Verdict verdict = checker.check(raw);
    metrics.end(begun);
    Contract contract = verdict.contract();
    boolean isOld = record.offset() < allNeededFrom;
    String table = contract == null || !isOld ? null : contract.table().name();
    if (table != null && partition.isBefore(table, record.offset())) {
      emit(record, Outcome.PASSED, null, null, null);
      return null;
    }
    boolean isSkipped = false;
    boolean hasPlace = table != null && partition.hasPlace(table, record.offset());
    if (verdict instanceof Verdict.Held held) {
      if (hasPlace) {
        emit(record, Outcome.PASSED, null, null, null);
        return null;
      }
      SkipOrder skip = skips.apply(record.offset());
      if (skip == null) {
        return held;
      }
      verdict = skipped(held, skip);
      isSkipped = true;
    }
    spans.end(spanBegun, raw, verdict);
    if (!isSkipped) {
      count(verdict);
    }
    topicMetrics.judged(verdict, metrics.ageMillis(record.timestamp()));
    String version = contract == null ? null : contract.rulesVersion();
    if (verdict instanceof Verdict.Stored stored) {
      Outcome outcome = stored.isWarned() ? Outcome.WARNED : Outcome.CLEAN;
      emit(record, outcome, version, hasPlace ? null : stored.row(), null);
    } else if (verdict instanceof Verdict.Dead dead) {
      emit(record, Outcome.DEAD, version, null, hasPlace ? null : letter(dead, raw));
    } else if (verdict instanceof Verdict.Dropped dropped) {
      boolean tombstone = dropped.reason() == Verdict.Reason.TOMBSTONE;
      emit(record, tombstone ? Outcome.TOMBSTONE : Outcome.UNMATCHED, version, null, null);
    }
    return null;
  }

  private static Verdict.Dead skipped(Verdict.Held held, SkipOrder skip) {
    String message =
        "skipped by " + skip.by() + ": " + skip.reason() + "; it was held: " + held.explanation();
    return new Verdict.Dead(
        held.contract(),
        held.schema(),
        Faults.of(Code.SKIPPED_BY_OPERATOR, null, message),
        held.rules());
  }

  /** For the breaker; one that holds does so here at once, everywhere else in a moment. */
  private void count(Verdict verdict) {
    boolean isDead = toll.judged(verdict, contracts);
    Contract known = verdict.contract();
    if (!isDead) {
      if (known != null && !deadInARow.isEmpty()) {
        deadInARow.remove(known.name());
      }
      return;
    }
    for (Contract contract : known == null ? contracts : List.of(known)) {
      int inARow = deadInARow.merge(contract.name(), 1, Integer::sum);
      if (inARow >= contract.breaker().consecutive()) {
        deadInARow.remove(contract.name());
        trip(contract, inARow);
      }
    }
  }

  private void trip(Contract contract, int inARow) {
    String reason = inARow + " records one after the other died in " + split.partition();
    toll.row(contract.name(), reason);
    if (contract.breaker().action() == BreakerAction.HOLD && told == null) {
      tripped = reason;
      waitIfOrdered();
    }
  }

  private DeadLetter letter(Verdict.Dead dead, KafkaRecord raw) {
    return codec.encode(
        raw,
        dead,
        deadLetterTopic,
        split.partition().topicId(),
        clock.millis(),
        isReplay ? Origin.of(raw) : null);
  }

  private void emit(
      ConsumerRecord<byte[], byte[]> record,
      Outcome outcome,
      @Nullable String rulesVersion,
      @Nullable Row row,
      @Nullable DeadLetter letter) {
    if (outcome != Outcome.HELD) {
      position = record.offset() + 1;
    }
    emit(record.offset(), record.timestamp(), outcome, rulesVersion, row, letter);
  }

  private void emit(
      long offset,
      long timestamp,
      Outcome outcome,
      @Nullable String rulesVersion,
      @Nullable Row row,
      @Nullable DeadLetter letter) {
    ReaderOutput<Gated> target = output;
    if (target == null) {
      throw new IllegalStateException("records come only while the reader is polled");
    }
    target.collect(new Gated(partition, offset, timestamp, outcome, rulesVersion, row, letter));
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    // the job has no event time
  }

  @Override
  public void markIdle() {
    // the job has no event time
  }

  @Override
  public void markActive() {
    // the job has no event time
  }
}
