package io.sluice.job.gate;

import io.sluice.contract.Contract;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.split.GateSplit;
import io.sluice.rules.RuleResult;
import io.sluice.verdict.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hold of a partition: whether the partition is held, why, and when the hold started. */
final class PartitionHold {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionHold.class);

  private final GateSplit split;
  private final GateMetrics metrics;

  /** The reason for the hold, or null if the partition is not held. */
  private @Nullable Reason reason;

  /** The start of the hold, in milliseconds since the epoch. */
  private long since;

  /** The order of the coordinator, or null. */
  private @Nullable String told;

  /** The order of its own breaker, or null. */
  private @Nullable String tripped;

  private record Reason(HeldPartition.Kind kind, @Nullable Contract contract, String text) {}

  PartitionHold(GateSplit split, GateMetrics metrics) {
    this.split = split;
    this.metrics = metrics;
  }

  boolean isHeld() {
    return reason != null;
  }

  boolean isFor(HeldPartition.Kind kind) {
    return reason != null && reason.kind() == kind;
  }

  /** Whether the first waiting record is the reason. */
  boolean isForRecord() {
    return isFor(HeldPartition.Kind.OUTAGE) || isFor(HeldPartition.Kind.HALT);
  }

  /** Holds the partition before a record. */
  void hold(Verdict.Held verdict) {
    boolean isRule = verdict.hold() == Verdict.Hold.RULE;
    if (isRule && !isFor(HeldPartition.Kind.HALT)) {
      log(verdict);
    }
    hold(
        new Reason(
            isRule ? HeldPartition.Kind.HALT : HeldPartition.Kind.OUTAGE,
            verdict.contract(),
            verdict.explanation()));
  }

  /** Holds the partition for a reason outside the record. */
  void hold(HeldPartition.Kind kind, String because) {
    hold(new Reason(kind, null, because));
  }

  private void hold(Reason because) {
    if (reason == null) {
      since = System.currentTimeMillis();
    }
    if (!isFor(because.kind())) {
      metrics.held(split.partition(), because.kind());
    }
    reason = because;
  }

  private void log(Verdict.Held verdict) {
    Contract contract = verdict.contract();
    RuleResult rules = verdict.rules();
    LOG.atWarn()
        .addKeyValue("contract", contract == null ? null : contract.name())
        .addKeyValue("topic", split.partition().topic())
        .addKeyValue("rule", rules == null ? null : rules.halted())
        .log("{} is held at its next record: {}", split.partition(), verdict.explanation());
  }

  void release() {
    if (reason != null) {
      reason = null;
      metrics.released(split.partition());
    }
  }

  /**
   * Follows the coordinator.
   *
   * @param order why the partition must be held, or null
   * @return whether an order was withdrawn
   */
  boolean order(@Nullable String order) {
    boolean isTakenBack = order == null && told != null;
    if (order != null) {
      // the order of this gate is now known to all readers
      tripped = null;
    }
    told = order;
    return isTakenBack;
  }

  /**
   * Orders a hold because the breaker of this partition tripped, unless the coordinator has already
   * ordered one.
   */
  void trip(String because) {
    if (told == null) {
      tripped = because;
    }
  }

  /** The reason for an ordered hold, or null. */
  @Nullable String ordered() {
    return tripped == null ? told : tripped;
  }

  /**
   * The report of the hold, or null if the partition is not held.
   *
   * @param nextOffset of the first record that waits
   */
  @Nullable HeldPartition report(long nextOffset) {
    Reason held = reason;
    if (held == null) {
      return null;
    }
    Contract contract = held.contract();
    return new HeldPartition(
        split.partition().topic(),
        split.partition().topicId(),
        split.partition().partition(),
        nextOffset,
        held.kind(),
        contract == null ? null : contract.name(),
        Instant.ofEpochMilli(since).truncatedTo(ChronoUnit.SECONDS).toString(),
        held.text());
  }
}
