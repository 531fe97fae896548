package io.sluice.job.gate;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.BreakerAction;
import io.sluice.job.handover.Gated;
import io.sluice.job.handover.GatedPartition;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.hold.SkipOrder;
import io.sluice.job.split.GateSplit;
import io.sluice.verdict.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The gate of one source partition: passes its records to the judge in order, or holds them. While
 * a partition is held, fetched records wait here. A checkpoint goes back to the first of them, so
 * they do not have to be stored.
 */
public final class PartitionGate implements SourceOutput<ConsumerRecord<byte[], byte[]>> {

  private static final int PAUSE_AGAIN = 1_000;

  /** Pauses and resumes the partition in Kafka's consumer. */
  public interface Pausing {
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
  private final Pausing pausing;
  private final GateMetrics metrics;
  private final Outlet outlet;
  private final RecordJudge judge;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final WaitingBytes bytes;
  private final PartitionHold hold;
  private boolean isPaused;
  private boolean announced;

  /**
   * @param skips the same as for {@link RecordJudge}
   */
  public PartitionGate(
      GateSplit split,
      GatedPartition partition,
      RecordJudge.JudgedTopic topic,
      RecordJudge.Tools tools,
      Pausing pausing,
      LongFunction<@Nullable SkipOrder> skips) {
    this.split = split;
    this.pausing = pausing;
    this.metrics = tools.metrics();
    this.bytes = tools.waiting();
    this.hold = new PartitionHold(split, metrics);
    this.outlet = new Outlet(partition, split.offset(), bytes);
    this.judge = new RecordJudge(partition, topic, tools, outlet, skips, this::trip);
  }

  public GateSplit split() {
    return split;
  }

  public void setOutput(ReaderOutput<Gated> target) {
    outlet.setOutput(target);
  }

  /** Whether anything is waiting here. */
  public boolean isWaiting() {
    return isPaused || hold.isHeld() || !waiting.isEmpty() || !outlet.isEmpty();
  }

  /** The report of the hold, or null if the partition is not held. */
  public @Nullable HeldPartition held() {
    return hold.report(nextOffset());
  }

  /** The offset at which reading continues after a restart: that of the first waiting record. */
  public long nextOffset() {
    Waiting first = waiting.peekFirst();
    return outlet.isEmpty() && first != null ? first.record().offset() : outlet.passedOn();
  }

  /**
   * Follows the consumer's position past offsets without a record. The first call reports where
   * reading starts.
   *
   * @param fetched what the consumer has fetched, or null before the first fetch
   */
  public void follow(FetchedPositions.@Nullable Fetched fetched) {
    long reached = outlet.position();
    if (fetched != null && waiting.isEmpty() && reached >= fetched.end()) {
      reached = Math.max(reached, fetched.position());
    }
    if (reached > outlet.position() || !announced) {
      announced = true;
      outlet.moveTo(reached);
    }
  }

  /** Called by Flink's Kafka reader for each record; see {@link GateOutputs}. */
  @Override
  public void collect(ConsumerRecord<byte[], byte[]> record) {
    if (hold.isHeld() || !waiting.isEmpty() || outlet.isFull()) {
      await(record);
      return;
    }
    Verdict.Held held = pass(record, metrics.millis());
    if (held != null) {
      hold.hold(held);
      outlet.markHeld(record);
      await(record);
      pause();
    }
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> record, long timestamp) {
    collect(record);
  }

  /**
   * Applies an order to hold the partition, or withdraws it.
   *
   * @param reason null to continue; {@link #retry} then checks the waiting records
   */
  public void order(@Nullable String reason) {
    if (hold.order(reason)) {
      judge.forgetDead();
    }
    waitIfOrdered();
  }

  private void waitIfOrdered() {
    String reason = hold.ordered();
    if (reason == null && hold.isFor(HeldPartition.Kind.ORDER)) {
      hold.release();
    }
    if (reason != null && !hold.isFor(HeldPartition.Kind.ORDER)) {
      hold.hold(HeldPartition.Kind.ORDER, reason);
      pause();
    }
  }

  private void await(ConsumerRecord<byte[], byte[]> record) {
    if (waiting.size() % PAUSE_AGAIN == 0) {
      // the consumer may not have had the partition yet when it was to be paused
      pause();
    }
    waiting.addLast(new Waiting(record, metrics.millis()));
    bytes.add(size(record));
  }

  /** The approximate memory of a record, in bytes. */
  static int size(ConsumerRecord<byte[], byte[]> record) {
    return 100
        + Math.max(0, record.serializedKeySize())
        + Math.max(0, record.serializedValueSize());
  }

  /**
   * Emits records whose letters are written, then checks the waiting records, in order, until one
   * must keep waiting.
   *
   * @param most the maximum number of records to check
   * @return the number of checked records
   */
  public int retry(int most) {
    outlet.drain();
    int judged = 0;
    while (judged < most && hold.ordered() == null) {
      if (outlet.isFull()) {
        holdForLetter();
        break;
      }
      Waiting next = waiting.peekFirst();
      if (next == null) {
        hold.release();
        resume();
        break;
      }
      ConsumerRecord<byte[], byte[]> first = next.record();
      Verdict.Held held = pass(first, next.readAt());
      if (held != null) {
        boolean isNews = judged > 0 || !hold.isForRecord();
        hold.hold(held);
        if (isNews) {
          outlet.markHeld(first);
        }
        break;
      }
      waiting.removeFirst();
      bytes.remove(size(first));
      judged++;
    }
    return judged;
  }

  private void pause() {
    isPaused = true;
    pausing.pause(this);
  }

  private void resume() {
    if (isPaused) {
      isPaused = false;
      pausing.resume(this);
    }
  }

  private void holdForLetter() {
    String trouble = outlet.trouble();
    if (trouble == null) {
      // letters are still being sent
      hold.release();
    } else {
      hold.hold(HeldPartition.Kind.DEAD_LETTER, trouble);
    }
    if (!isPaused) {
      pause();
    }
  }

  /** Checks a record and passes it on, or returns why it must wait. */
  private Verdict.@Nullable Held pass(ConsumerRecord<byte[], byte[]> record, long readAt) {
    return judge.passOnIfInPlace(record) ? null : judge.judge(record, readAt);
  }

  private void trip(Contract contract, String reason) {
    if (contract.breaker().action() == BreakerAction.HOLD) {
      hold.trip(reason);
      waitIfOrdered();
    }
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
