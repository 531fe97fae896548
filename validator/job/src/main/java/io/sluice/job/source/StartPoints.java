package io.sluice.job.source;

import io.sluice.config.StartFrom;
import io.sluice.job.JobPlan;
import io.sluice.job.SourcePartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Remembers where a pipeline that starts at the end, or at a time, first started: "latest" must not
 * mean a later place when it fails before its first commit. Kept as the consumer group's offsets,
 * which settled offsets replace.
 */
final class StartPoints {

  private final Admin admin;
  private final String group;
  private final StartFrom startFrom;

  StartPoints(Admin admin, JobPlan plan) {
    this.admin = admin;
    this.group = "sluice-" + plan.pipeline();
    this.startFrom = plan.startFrom();
  }

  /**
   * The offsets at which to start.
   *
   * @param fresh what {@code startFrom} means now; -1 where a time has no record after it
   */
  Map<SourcePartition, Long> chosen(
      Set<SourcePartition> partitions, Map<SourcePartition, Long> fresh)
      throws ExecutionException, InterruptedException {
    if (startFrom.kind() == StartFrom.Kind.EARLIEST) {
      return fresh;
    }
    Map<SourcePartition, Long> stored = stored(partitions);
    Map<SourcePartition, Long> chosen = new HashMap<>(fresh);
    Map<TopicPartition, OffsetAndMetadata> added = new HashMap<>();
    for (SourcePartition partition : partitions) {
      TopicPartition name = new TopicPartition(partition.topic(), partition.partition());
      Long before = stored.get(partition);
      long now = fresh.getOrDefault(partition, -1L);
      if (before != null) {
        chosen.put(partition, before);
      } else if (now >= 0) {
        added.put(name, new OffsetAndMetadata(now, partition.topicId()));
      }
    }
    if (!added.isEmpty()) {
      admin.alterConsumerGroupOffsets(group, added).all().get();
    }
    return chosen;
  }

  /**
   * The group's offsets of these partitions, where they are of the same incarnation of the topic.
   */
  Map<SourcePartition, Long> stored(Set<SourcePartition> partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> group =
        admin.listConsumerGroupOffsets(this.group).partitionsToOffsetAndMetadata().get();
    Map<SourcePartition, Long> stored = new HashMap<>();
    for (SourcePartition partition : partitions) {
      OffsetAndMetadata offset =
          group.get(new TopicPartition(partition.topic(), partition.partition()));
      if (offset != null && offset.metadata().equals(partition.topicId())) {
        stored.put(partition, offset.offset());
      }
    }
    return stored;
  }
}
