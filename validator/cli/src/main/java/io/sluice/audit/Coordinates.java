package io.sluice.audit;

/** Where a record is in Kafka. */
public record Coordinates(String topic, int partition, long offset)
    implements Comparable<Coordinates> {

  @Override
  public int compareTo(Coordinates other) {
    int byTopic = topic.compareTo(other.topic);
    if (byTopic != 0) {
      return byTopic;
    }
    int byPartition = Integer.compare(partition, other.partition);
    return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
