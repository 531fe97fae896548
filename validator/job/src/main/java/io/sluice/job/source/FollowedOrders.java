package io.sluice.job.source;

import io.sluice.job.event.HoldsChanged;
import io.sluice.job.hold.SkipOrder;
import io.sluice.kafka.SourcePartition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hold and skip orders that a reader follows, as last sent by the coordinator. */
final class FollowedOrders {

  /** The reasons for ordered holds, keyed by topic. Null before the coordinator has sent orders. */
  private @Nullable Map<String, String> holds;

  /** The version of the orders, or 0 before the coordinator has sent any. */
  private long version;

  private List<SkipOrder> skips = List.of();

  void follow(HoldsChanged told) {
    holds = told.topics();
    version = told.version();
    skips = told.skips();
  }

  /** Whether the coordinator has sent the orders, even if there are none. */
  boolean areKnown() {
    return holds != null;
  }

  long version() {
    return version;
  }

  /** The reason why a topic must be held, or null. */
  @Nullable String holdOf(String topic) {
    Map<String, String> known = holds;
    return known == null ? "the hold orders are not known yet" : known.get(topic);
  }

  /** The order to skip the given record, or null. */
  @Nullable SkipOrder skipOf(SourcePartition partition, long offset) {
    for (SkipOrder skip : skips) {
      if (skip.means(partition.topicId(), partition.partition(), offset)) {
        return skip;
      }
    }
    return null;
  }
}
