package io.sluice.job.hold;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The holds of a running job, as it publishes them.
 *
 * @param at the time of publication, in ISO 8601 and UTC; a job repeats it every 30 seconds
 * @param orders the orders that all its readers follow
 * @param held all held partitions, for any reason
 */
public record HoldState(
    String pipeline, String at, List<HoldOrder> orders, List<HeldPartition> held) {

  /** Whether the state has the same content as another one, apart from the time. */
  public boolean saysTheSameAs(HoldState other) {
    return orders.equals(other.orders) && held.equals(other.held);
  }

  /** The partition, if it is held, otherwise null. */
  public @Nullable HeldPartition of(String topic, int partition) {
    return held.stream()
        .filter(one -> one.topic().equals(topic) && one.partition() == partition)
        .findFirst()
        .orElse(null);
  }
}
