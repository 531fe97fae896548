package io.sluice.offset;

import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A set of records that needs one or two bits per record. */
public final class RecordSet {

  private record Partition(String topic, int partition) implements Comparable<Partition> {
    @Override
    public int compareTo(Partition other) {
      int order = topic.compareTo(other.topic);
      return order == 0 ? Integer.compare(partition, other.partition) : order;
    }

    @Override
    public String toString() {
      return topic + "/" + partition;
    }
  }

  private final TreeMap<Partition, OffsetSet> partitions = new TreeMap<>();
  private long size;

  /** Adds a record; returns false if the set already has it. */
  public boolean add(Coordinates at) {
    boolean isNew = of(at.topic(), at.partition()).add(at.offset());
    size += isNew ? 1 : 0;
    return isNew;
  }

  public boolean contains(Coordinates at) {
    OffsetSet offsets = partitions.get(new Partition(at.topic(), at.partition()));
    return offsets != null && offsets.contains(at.offset());
  }

  /** The number of records. */
  public long size() {
    return size;
  }

  private OffsetSet of(String topic, int partition) {
    return partitions.computeIfAbsent(new Partition(topic, partition), key -> new OffsetSet());
  }

  /** Visits each {@code topic/partition} with its offsets, in order. */
  public void forEach(BiConsumer<String, OffsetSet> each) {
    partitions.forEach((partition, offsets) -> each.accept(partition.toString(), offsets));
  }

  /** Adds the offsets from first to last (inclusive) of a {@code topic/partition}. */
  public void addAll(String partition, long first, long last) {
    int slash = partition.lastIndexOf('/');
    String topic = partition.substring(0, slash);
    int number = Integer.parseInt(partition.substring(slash + 1));
    for (long offset = first; offset <= last; offset++) {
      add(new Coordinates(topic, number, offset));
    }
  }
}
