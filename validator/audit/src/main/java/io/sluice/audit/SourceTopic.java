package io.sluice.audit;

import io.sluice.contract.Contract;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topic that rows and dead letters are of: one that exists, or one that was deleted.
 *
 * @param id Kafka's id of the topic (KIP-516)
 * @param exists whether Kafka has it now
 * @param contracts that read it now; empty where none does
 * @param origin the topic whose records it repeats, or null where it is no replay topic
 * @param isCompacted whether records may go before their time
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

  /** The topic by which contracts judge its records. */
  String judgedAs() {
    return origin == null ? name : origin;
  }

  /** Whether a contract reads it now. */
  boolean isDeclared() {
    return !contracts.isEmpty();
  }
}
