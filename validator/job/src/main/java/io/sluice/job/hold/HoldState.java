package io.sluice.job.hold;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a running job says of its holds.
 *
 * @param at when it said so, as ISO 8601 in UTC; a job repeats it every half minute
 * @param orders that all its readers follow
 * @param held all partitions that wait, whatever for
 */
public record HoldState(
    String pipeline, String at, List<HoldOrder> orders, List<HeldPartition> held) {

  /** Whether it says the same as another, perhaps at another time. */
  public boolean saysTheSameAs(HoldState other) {
    return orders.equals(other.orders) && held.equals(other.held);
  }

  /** The partition, if it waits; else null. */
  public @Nullable HeldPartition of(String topic, int partition) {
    return held.stream()
        .filter(one -> one.topic().equals(topic) && one.partition() == partition)
        .findFirst()
        .orElse(null);
  }
}
