package io.sluice.job.gate;

import io.sluice.check.TopicChecker;
import io.sluice.contract.Contract;
import io.sluice.deadletter.DeadLetterEncoder;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.header.Origin;
import io.sluice.job.deadletter.LetterSender;
import io.sluice.job.deadletter.PendingLetter;
import io.sluice.job.handover.GatedPartition;
import io.sluice.job.handover.RecordOutcome;
import io.sluice.job.hold.SkipOrder;
import io.sluice.job.trace.GateSpans;
import io.sluice.verdict.Verdict;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Checks the records of one partition, counts their verdicts, and sends dead letters. */
public final class RecordJudge {

  /**
   * The common part of all partitions of a topic.
   *
   * @param contracts that records of the topic may match
   */
  record JudgedTopic(
      TopicChecker checker,
      String deadLetterTopic,
      boolean isReplay,
      TopicMetrics metrics,
      List<Contract> contracts) {}

  /** The common part of all partitions of a reader. */
  public record Tools(
      DeadLetterEncoder codec,
      LetterSender letters,
      GateMetrics metrics,
      GateSpans spans,
      VerdictCounter verdicts,
      WaitingBytes waiting,
      Clock clock) {}

  private final GatedPartition partition;
  private final JudgedTopic topic;
  private final Tools tools;
  private final Outlet outlet;
  private final LongFunction<@Nullable SkipOrder> skips;
  private final BiConsumer<Contract, String> tripped;
  private final Map<String, Integer> deadInARow = new HashMap<>();
  private final Passing passOn = new Passing(false);
  private final Passing countOnly = new Passing(true);

  /** Neither a table nor the ledger needs a record below this offset. */
  private final long neededFrom;

  /** Every table needs all of its records from this offset on. */
  private final long allNeededFrom;

  /**
   * @param skips the order to skip the record at an offset, if there is one
   * @param tripped is called if too many records died in a row, with the reason
   */
  RecordJudge(
      GatedPartition partition,
      JudgedTopic topic,
      Tools tools,
      Outlet outlet,
      LongFunction<@Nullable SkipOrder> skips,
      BiConsumer<Contract, String> tripped) {
    this.partition = partition;
    this.topic = topic;
    this.tools = tools;
    this.outlet = outlet;
    this.skips = skips;
    this.tripped = tripped;
    this.neededFrom = partition.neededFrom();
    this.allNeededFrom = partition.allNeededFrom();
  }

  /**
   * Emits a record without a verdict if everything already has it.
   *
   * @return whether it was passed on
   */
  boolean passOnIfInPlace(ConsumerRecord<byte[], byte[]> record) {
    if (record.offset() >= neededFrom) {
      return false;
    }
    pass(record, RecordOutcome.IN_PLACE);
    return true;
  }

  /**
   * Checks a record and passes it on.
   *
   * @param readAt milliseconds since the epoch
   * @return why it must wait, or null if it was passed on
   */
  Verdict.@Nullable Held judge(ConsumerRecord<byte[], byte[]> record, long readAt) {
    KafkaRecord raw = new KafkaRecord(record, partition.source().topicId(), readAt);
    long begun = tools.metrics().begin();
    long spanBegun = tools.spans().begin();
    Verdict verdict = topic.checker().check(raw);
    tools.metrics().end(begun);
    Contract contract = verdict.contract();
    boolean isOld = record.offset() < allNeededFrom;
    String table = contract == null || !isOld ? null : contract.table().name();
    if (table != null && partition.isBefore(table, record.offset())) {
      pass(record, RecordOutcome.IN_PLACE);
      return null;
    }
    boolean isSkipped = false;
    boolean hasPlace = table != null && partition.hasPlace(table, record.offset());
    if (verdict instanceof Verdict.Held held) {
      if (hasPlace) {
        pass(record, RecordOutcome.IN_PLACE);
        return null;
      }
      SkipOrder skip = skips.apply(record.offset());
      if (skip == null) {
        return held;
      }
      verdict = skipped(held, skip);
      isSkipped = true;
    }
    tools.spans().end(spanBegun, raw, verdict);
    if (!isSkipped) {
      count(verdict);
    }
    topic.metrics().judged(verdict, tools.metrics().ageMillis(record.timestamp()));
    verdict.fold(hasPlace ? countOnly : passOn, raw);
    return null;
  }

  /** Passes records on according to their verdicts. */
  private final class Passing implements Verdict.Cases<KafkaRecord, Void> {

    /** Whether rows and letters are already stored, so that records are only counted. */
    private final boolean isInPlace;

    Passing(boolean isInPlace) {
      this.isInPlace = isInPlace;
    }

    @Override
    public Void stored(Verdict.Stored stored, KafkaRecord raw) {
      RecordOutcome outcome = stored.isWarned() ? RecordOutcome.WARNED : RecordOutcome.CLEAN;
      String version = stored.contract().rulesVersion();
      outlet.pass(raw.record(), outcome, version, isInPlace ? null : stored.row(), null);
      return null;
    }

    @Override
    public Void dead(Verdict.Dead dead, KafkaRecord raw) {
      Contract contract = dead.contract();
      String version = contract == null ? null : contract.rulesVersion();
      PendingLetter letter = isInPlace ? null : sendLetter(dead, raw);
      outlet.pass(raw.record(), RecordOutcome.DEAD, version, null, letter);
      return null;
    }

    @Override
    public Void dropped(Verdict.Dropped dropped, KafkaRecord raw) {
      pass(
          raw.record(),
          switch (dropped.reason()) {
            case TOMBSTONE -> RecordOutcome.TOMBSTONE;
            case UNMATCHED -> RecordOutcome.UNMATCHED;
          });
      return null;
    }

    @Override
    public Void held(Verdict.Held held, KafkaRecord raw) {
      throw new IllegalStateException("a held record must not be emitted");
    }
  }

  private void pass(ConsumerRecord<byte[], byte[]> record, RecordOutcome outcome) {
    outlet.pass(record, outcome, null, null, null);
  }

  private static Verdict.Dead skipped(Verdict.Held held, SkipOrder skip) {
    String message =
        "skipped by "
            + skip.by()
            + ": "
            + skip.reason()
            + "; the record was held: "
            + held.explanation();
    return new Verdict.Dead(
        held.contract(),
        held.schema(),
        Faults.of(Code.SKIPPED_BY_OPERATOR, null, message),
        held.rules());
  }

  /** Resets the count of records that died in a row. */
  void forgetDead() {
    deadInARow.clear();
  }

  /**
   * Counts a verdict for the breaker. A breaker with the action hold holds this partition at once,
   * and all others soon.
   */
  private void count(Verdict verdict) {
    boolean isDead = tools.verdicts().judged(verdict, topic.contracts());
    Contract known = verdict.contract();
    if (!isDead) {
      if (known != null && !deadInARow.isEmpty()) {
        deadInARow.remove(known.name());
      }
      return;
    }
    for (Contract contract : known == null ? topic.contracts() : List.of(known)) {
      int inARow = deadInARow.merge(contract.name(), 1, Integer::sum);
      if (inARow >= contract.breaker().consecutive()) {
        deadInARow.remove(contract.name());
        String reason = inARow + " consecutive records died in " + partition.source();
        tools.verdicts().row(contract.name(), reason);
        tripped.accept(contract, reason);
      }
    }
  }

  private PendingLetter sendLetter(Verdict.Dead dead, KafkaRecord raw) {
    return tools
        .letters()
        .send(
            tools
                .codec()
                .encode(
                    raw,
                    dead,
                    topic.deadLetterTopic(),
                    partition.source().topicId(),
                    tools.clock().millis(),
                    topic.isReplay() ? Origin.of(raw) : null));
  }
}
