package io.sluice.job.lake;

import io.sluice.job.JobPlan;
import io.sluice.job.SourcePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Stores, in Kafka under the pipeline's consumer group, the offsets below which every record is in
 * its place. Kafka's own tools show them as the group's lag; Sluice itself never reads them to
 * decide anything.
 */
final class SettledOffsets implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  /** Kafka deletes offsets that were stored long ago, also those of idle partitions. */
  private static final Duration REFRESH = Duration.ofSeconds(30);

  private final Admin admin;
  private final String group;
  private final Map<TopicPartition, OffsetAndMetadata> own = new HashMap<>();
  private @Nullable Map<TopicPartition, OffsetAndMetadata> stored;
  private long refreshed = System.nanoTime();

  SettledOffsets(JobPlan plan) {
    Properties properties = new Properties();
    properties.putAll(plan.kafka());
    this.admin = Admin.create(properties);
    this.group = "sluice-" + plan.pipeline();
  }

  /**
   * Stores offsets, never lower ones than are stored: a start from an older checkpoint unsettles
   * nothing. Stores again what it has stored long ago. The metadata of each is the topic's id.
   */
  void store(Map<SourcePartition, Long> positions) {
    try {
      Map<TopicPartition, OffsetAndMetadata> before = stored();
      Map<TopicPartition, OffsetAndMetadata> raised = new HashMap<>();
      positions.forEach(
          (partition, offset) -> {
            TopicPartition name = new TopicPartition(partition.topic(), partition.partition());
            OffsetAndMetadata known = before.get(name);
            if (isNews(known, partition, offset)) {
              OffsetAndMetadata news = new OffsetAndMetadata(offset, partition.topicId());
              raised.put(name, news);
              own.put(name, news);
            } else if (known != null) {
              own.put(name, known);
            }
          });
      if (System.nanoTime() - refreshed > REFRESH.toNanos()) {
        refreshed = System.nanoTime();
        raised.putAll(own);
      }
      if (!raised.isEmpty()) {
        admin
            .alterConsumerGroupOffsets(group, raised)
            .all()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        before.putAll(raised);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while storing settled offsets", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the settled offsets of group " + group + " could not be stored in Kafka", e);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> stored()
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> known = stored;
    if (known == null) {
      known =
          new HashMap<>(
              admin
                  .listConsumerGroupOffsets(group)
                  .partitionsToOffsetAndMetadata()
                  .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      stored = known;
    }
    return known;
  }

  private static boolean isNews(
      @Nullable OffsetAndMetadata before, SourcePartition partition, long offset) {
    return before == null
        || !before.metadata().equals(partition.topicId())
        || before.offset() < offset;
  }

  @Override
  public void close() {
    admin.close();
  }
}
