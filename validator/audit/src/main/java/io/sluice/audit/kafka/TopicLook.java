package io.sluice.audit.kafka;

import java.util.List;

/** Kafka's answer to a lookup of a topic by name. */
public sealed interface TopicLook {

  /**
   * The topic exists.
   *
   * @param id Kafka's ID of the topic (KIP-516)
   */
  record Found(String id, List<Integer> partitions) implements TopicLook {}

  /** The topic does not exist. */
  record Absent() implements TopicLook {}

  /** This user does not have permission to view or read the topic, which may exist. */
  record Denied() implements TopicLook {}
}
