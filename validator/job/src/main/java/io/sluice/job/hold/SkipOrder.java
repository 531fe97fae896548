package io.sluice.job.hold;

import java.io.Serializable;

/**
 * The wish that one record that holds its partition goes to the dead letters instead.
 *
 * @param topicId Kafka's id, so that a recreated topic's record is not meant
 * @param at when, as ISO 8601 in UTC
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

  /** Whether it means this record. */
  public boolean means(String otherTopicId, int otherPartition, long otherOffset) {
    return offset == otherOffset && partition == otherPartition && topicId.equals(otherTopicId);
  }
}
