package io.sluice.job.source;

import io.sluice.job.event.HoldsChanged;
import io.sluice.job.hold.SkipOrder;
import io.sluice.kafka.SourcePartition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The orders of operators and breakers that a reader follows, as the coordinator told them last.
 */
final class FollowedOrders {

  /** Why topics wait by order; null before the coordinator has told. */
  private @Nullable Map<String, String> holds;

  /** Of the orders that are followed; 0 before the coordinator has told. */
  private long version;

  private List<SkipOrder> skips = List.of();

  void follow(HoldsChanged told) {
    holds = told.topics();
    version = told.version();
    skips = told.skips();
  }

  /** Whether the coordinator has told of any, or that there are none. */
  boolean areKnown() {
    return holds != null;
  }

  long version() {
    return version;
  }

  /** Why a topic is to wait; null where it is not. */
  @Nullable String holdOf(String topic) {
    Map<String, String> known = holds;
    return known == null ? "it is not known yet what is held by order" : known.get(topic);
  }

  /** The order to send a record that holds its partition to the dead letters, or null. */
  @Nullable SkipOrder skipOf(SourcePartition partition, long offset) {
    for (SkipOrder skip : skips) {
      if (skip.means(partition.topicId(), partition.partition(), offset)) {
        return skip;
      }
    }
    return null;
  }
}
