package io.sluice.job.lake.commit;

import io.sluice.failure.OutageException;
import io.sluice.job.mark.Marks;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the Kafka timestamp up to which tables are complete. A partition that was read to its
 * end is complete up to the time of that check, any other partition up to the newest timestamp
 * read. Records with old timestamps can still arrive later.
 */
final class Completeness implements AutoCloseable {

  /** The table property; an ISO instant. */
  static final String PROPERTY = "sluice.complete-up-to";

  private static final Logger LOG = LoggerFactory.getLogger(Completeness.class);

  /** Commits wait for it. */
  private static final int PATIENCE_MILLIS = 10_000;

  private final KafkaAdmin admin;
  private final Topics read;
  private final Map<SourcePartition, Long> newest = new HashMap<>();

  Completeness(JobPlan plan) {
    this.read = new Topics(plan.contracts());
    this.admin = KafkaAdmin.forJob(plan.kafka());
  }

  /** Records the newest timestamp that a partition has passed. */
  void passed(SourcePartition partition, long timestamp) {
    if (timestamp >= 0) {
      newest.merge(partition, timestamp, Math::max);
    }
  }

  /**
   * The current end offsets of topics.
   *
   * @param asked milliseconds since the epoch, before the question
   * @param ends of every existing partition
   */
  record Ends(long asked, Map<SourcePartition, Long> ends) {}

  /** Asks Kafka. Empty if it does not respond, because a commit must not fail for this. */
  Ends look(Set<String> topics) {
    long asked = System.currentTimeMillis();
    Map<SourcePartition, Long> ends = new HashMap<>();
    try {
      Map<TopicPartition, SourcePartition> partitions = new HashMap<>();
      for (KafkaFuture<TopicDescription> future :
          admin
              .client()
              .describeTopics(topics, new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
              .topicNameValues()
              .values()) {
        add(future, partitions);
      }
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      partitions.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
          admin
              .get(
                  "topic end offsets",
                  admin
                      .client()
                      .listOffsets(latest, new ListOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
                      .all())
              .entrySet()) {
        SourcePartition partition = partitions.get(end.getKey());
        if (partition != null) {
          ends.put(partition, end.getValue().offset());
        }
      }
    } catch (OutageException e) {
      // no reason to fail: the next commit updates it
      LOG.warn(
          "{} will not change until the next commit, because topic end offsets are unknown: {}",
          PROPERTY,
          e.getMessage());
      return new Ends(asked, Map.of());
    }
    return new Ends(asked, ends);
  }

  private void add(
      KafkaFuture<TopicDescription> future, Map<TopicPartition, SourcePartition> partitions) {
    // a topic that a contract lists can be created later; none of its records can be missing
    admin
        .find("a topic", future)
        .ifPresent(
            topic -> {
              String id = topic.topicId().toString();
              topic
                  .partitions()
                  .forEach(
                      p ->
                          partitions.put(
                              new TopicPartition(topic.name(), p.partition()),
                              new SourcePartition(topic.name(), id, p.partition())));
            });
  }

  /**
   * The time up to which a table is complete.
   *
   * @param marks the table's marks after the commit
   * @return milliseconds since the epoch; empty unless it is known for every partition
   */
  OptionalLong of(Marks marks, Ends ends, Set<String> topics) {
    long least = Long.MAX_VALUE;
    for (Map.Entry<SourcePartition, Long> end : ends.ends().entrySet()) {
      SourcePartition partition = end.getKey();
      boolean isReplay = read.replayedTopicOf(partition.topic()) != null;
      if (!topics.contains(partition.topic()) || isReplay) {
        // replayed records are old, so they do not limit completeness
        continue;
      }
      boolean reached = marks.of(partition).orElse(0) >= end.getValue();
      long upTo =
          reached ? ends.asked() : Math.min(newest.getOrDefault(partition, -1L), ends.asked());
      if (upTo < 0) {
        return OptionalLong.empty();
      }
      least = Math.min(least, upTo);
    }
    return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
  }

  @Override
  public void close() {
    admin.close();
  }
}
