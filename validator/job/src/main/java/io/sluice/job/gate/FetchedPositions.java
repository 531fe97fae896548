package io.sluice.job.gate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The positions of Kafka's consumer, by partition. A position passes offsets without a record:
 * transaction markers, aborted records, and compacted ones. The fetching thread writes, the
 * reader's thread reads.
 */
public final class FetchedPositions {

  /** No record was fetched yet. */
  public static final long NO_RECORDS = -1;

  /**
   * Two offsets with no record between them.
   *
   * @param end the offset after the last record that was fetched, or {@link #NO_RECORDS}
   * @param position the consumer's position
   */
  public record Fetched(long end, long position) {}

  private final Map<TopicPartition, Fetched> partitions = new ConcurrentHashMap<>();

  /**
   * Records a fetch.
   *
   * @param end as in {@link Fetched}; {@link #NO_RECORDS} if this fetch had no record
   */
  public void fetched(TopicPartition partition, long end, long position) {
    partitions.merge(
        partition,
        new Fetched(end, position),
        (before, now) -> now.end() == NO_RECORDS ? new Fetched(before.end(), position) : now);
  }

  /** The last fetch of a partition, or null before the first one. */
  public @Nullable Fetched of(TopicPartition partition) {
    return partitions.get(partition);
  }
}
