package io.sluice.job.gate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far Kafka's consumer has come on each partition. Its position passes offsets that hold no
 * record: transaction markers, aborted records, what compaction removed. The fetching thread
 * writes, the reader's thread reads.
 */
public final class FetchedPositions {

  /** No record was fetched yet. */
  public static final long NO_RECORDS = -1;

  /**
   * Between the two offsets there is no record.
   *
   * @param end the offset after the last record that was fetched, or {@link #NO_RECORDS}
   * @param position the consumer's position
   */
  public record Fetched(long end, long position) {}

  private final Map<TopicPartition, Fetched> partitions = new ConcurrentHashMap<>();

  /**
   * Notes a fetch.
   *
   * @param end as in {@link Fetched}; {@link #NO_RECORDS} where this fetch had no record
   */
  public void fetched(TopicPartition partition, long end, long position) {
    partitions.merge(
        partition,
        new Fetched(end, position),
        (before, now) -> now.end() == NO_RECORDS ? new Fetched(before.end(), position) : now);
  }

  /** What is known of a partition, or null before the first fetch. */
  public @Nullable Fetched of(TopicPartition partition) {
    return partitions.get(partition);
  }
}
