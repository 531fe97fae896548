package io.sluice.audit.kafka;

import java.util.List;

/** What Kafka says when it is asked for a topic by name. */
public sealed interface TopicLook {

  /**
   * There it is.
   *
   * @param id Kafka's id of the topic (KIP-516)
   */
  record Found(String id, List<Integer> partitions) implements TopicLook {}

  /** There is no such topic. */
  record Absent() implements TopicLook {}

  /** This user may not see or read it, which is not the same as "there is none". */
  record Denied() implements TopicLook {}
}
