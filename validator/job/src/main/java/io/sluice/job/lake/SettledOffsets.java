package io.sluice.job.lake;

import io.sluice.job.JobPlan;
import io.sluice.job.SourcePartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Stores, in Kafka under the pipeline's consumer group, the offsets below which every record is in
 * its place. Kafka's own tools show them as the group's lag; Sluice never starts from them.
 */
public final class SettledOffsets implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final Admin admin;
  private final String group;

  SettledOffsets(JobPlan plan) {
    Properties properties = new Properties();
    properties.putAll(plan.kafka());
    this.admin = Admin.create(properties);
    this.group = group(plan.pipeline());
  }

  /** The consumer group of a pipeline. */
  public static String group(String pipeline) {
    return "sluice-" + pipeline;
  }

  /** Stores offsets; the metadata of each is the topic's id. */
  void store(Map<SourcePartition, Long> positions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    positions.forEach(
        (partition, offset) ->
            offsets.put(
                new TopicPartition(partition.topic(), partition.partition()),
                new OffsetAndMetadata(offset, partition.topicId())));
    try {
      admin.alterConsumerGroupOffsets(group, offsets).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while storing settled offsets", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the settled offsets of group " + group + " could not be stored in Kafka", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
