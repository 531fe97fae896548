package io.sluice.job.gate;

import io.sluice.contract.Contract;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.split.GateSplit;
import io.sluice.verdict.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Whether a partition is held, why, and since when. */
final class PartitionHold {

  private final GateSplit split;
  private final GateMetrics metrics;
  private Verdict.@Nullable Held reason;

  /** Since when it is held, milliseconds since the epoch. */
  private long since;

  /** Why it is to be held, by the coordinator's word. */
  private @Nullable String told;

  /** Why it is to be held since its own breaker tripped. */
  private @Nullable String tripped;

  PartitionHold(GateSplit split, GateMetrics metrics) {
    this.split = split;
    this.metrics = metrics;
  }

  boolean isHeld() {
    return reason != null;
  }

  boolean isFor(Verdict.Hold kind) {
    return reason != null && reason.hold() == kind;
  }

  /** Whether the first record that waits is itself the reason. */
  boolean isForRecord() {
    return isFor(Verdict.Hold.SCHEMA) || isFor(Verdict.Hold.RULE);
  }

  void hold(Verdict.Held because) {
    if (reason == null) {
      since = System.currentTimeMillis();
    }
    if (!isFor(because.hold())) {
      metrics.held(split.partition(), because);
    }
    reason = because;
  }

  void release() {
    if (reason != null) {
      reason = null;
      metrics.released(split.partition());
    }
  }

  /**
   * Takes the coordinator's word.
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

  /** Orders the partition held because its own breaker tripped; the coordinator's word wins. */
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
    Verdict.Held held = reason;
    if (held == null) {
      return null;
    }
    Contract contract = held.contract();
    return new HeldPartition(
        split.partition().topic(),
        split.partition().topicId(),
        split.partition().partition(),
        nextOffset,
        switch (held.hold()) {
          case SCHEMA -> HeldPartition.Kind.OUTAGE;
          case RULE -> HeldPartition.Kind.HALT;
          case ORDER -> HeldPartition.Kind.ORDER;
          case DEAD_LETTER -> HeldPartition.Kind.DEAD_LETTER;
          case RIGHT -> HeldPartition.Kind.RIGHT;
        },
        contract == null ? null : contract.name(),
        Instant.ofEpochMilli(since).truncatedTo(ChronoUnit.SECONDS).toString(),
        held.explanation());
  }
}
