package io.sluice.job.hold;

import java.io.Serializable;

/**
 * An order to send a record that holds its partition to the dead letters.
 *
 * @param topicId Kafka's topic ID, so that the order does not apply to a recreated topic
 * @param at the time of the order, in ISO 8601 and UTC
 */
public record SkipOrder(
    String pipeline,
    String topic,
    String topicId,
    int partition,
    long offset,
    String by,
    String at,
    String reason)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  String key() {
    return pipeline + "/skip/" + topicId + "/" + partition + "/" + offset;
  }

  /** Whether the order applies to the given record. */
  public boolean means(String otherTopicId, int otherPartition, long otherOffset) {
    return offset == otherOffset && partition == otherPartition && topicId.equals(otherTopicId);
  }
}
