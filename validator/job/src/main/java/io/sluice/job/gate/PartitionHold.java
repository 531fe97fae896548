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

/** Whether a partition is held, why, and since when. */
final class PartitionHold {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionHold.class);

  private final GateSplit split;
  private final GateMetrics metrics;

  /** Why it is held, or null while it flows. */
  private @Nullable Reason reason;

  /** Since when it is held, milliseconds since the epoch. */
  private long since;

  /** Why the coordinator wants it held, or null. */
  private @Nullable String told;

  /** Why it is to be held since its own breaker tripped. */
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

  /** Whether the first record that waits is itself the reason. */
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

  /** Holds the partition for a reason that is not in a record. */
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
        .log("{} is held before its next record: {}", split.partition(), verdict.explanation());
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
   * @param order why the partition is to be held; null where it is not
   * @return whether an order was taken back
   */
  boolean order(@Nullable String order) {
    boolean isTakenBack = order == null && told != null;
    if (order != null) {
      // what this gate gave itself has become known to all
      tripped = null;
    }
    told = order;
    return isTakenBack;
  }

  /**
   * Orders the partition held because its own breaker tripped, unless the coordinator has said so
   * already.
   */
  void trip(String because) {
    if (told == null) {
      tripped = because;
    }
  }

  /** Why the partition is to be held by order, or null. */
  @Nullable String ordered() {
    return tripped == null ? told : tripped;
  }

  /**
   * What to say of the partition while it is held; null where it flows.
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
