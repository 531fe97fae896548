package io.sluice.audit;

import io.sluice.contract.Contract;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source topic of rows and dead letters, which may have been deleted.
 *
 * @param id Kafka's ID of the topic (KIP-516)
 * @param exists whether Kafka has it now
 * @param contracts the contracts that read it now; may be empty
 * @param origin the topic whose records it repeats, or null if it is not a replay topic
 * @param isCompacted whether records may disappear before their retention ends
 * @param partitions by number
 */
record SourceTopic(
    String name,
    String id,
    boolean exists,
    List<Contract> contracts,
    @Nullable String origin,
    boolean isCompacted,
    Map<Integer, PartitionPlaces> partitions) {

  boolean isReplay() {
    return origin != null;
  }

  /** The topic whose contracts judge its records. */
  String judgedAs() {
    return origin == null ? name : origin;
  }

  /** Whether a contract reads it now. */
  boolean isDeclared() {
    return !contracts.isEmpty();
  }
}
