package io.sluice.offset;

import org.jspecify.annotations.Nullable;

/** The position of a record in Kafka: topic, partition, and offset. */
public record Coordinates(String topic, int partition, long offset)
    implements Comparable<Coordinates> {

  /** Parses {@code topic/partition/offset}; null if the text has a different form. */
  public static @Nullable Coordinates parse(String text) {
    int last = text.lastIndexOf('/');
    int middle = last < 0 ? -1 : text.lastIndexOf('/', last - 1);
    if (middle <= 0) {
      return null;
    }
    try {
      return new Coordinates(
          text.substring(0, middle),
          Integer.parseInt(text.substring(middle + 1, last)),
          Long.parseLong(text.substring(last + 1)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

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
