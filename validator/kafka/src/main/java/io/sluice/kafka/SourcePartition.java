package io.sluice.kafka;

import java.io.Serializable;

/**
 * A partition of one incarnation of a topic. A recreated topic is a different incarnation.
 *
 * @param topicId Kafka's ID of the topic (KIP-516)
 */
public record SourcePartition(String topic, String topicId, int partition) implements Serializable {

  private static final long serialVersionUID = 1L;

  @Override
  public String toString() {
    return topic + "/" + partition;
  }
}
