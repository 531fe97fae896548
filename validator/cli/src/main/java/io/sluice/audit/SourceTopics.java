package io.sluice.audit;

import io.sluice.problem.SetUpException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics with a plain consumer. */
final class SourceTopics implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Properties properties = new Properties();
  private final Admin admin;
  private final String group;

  SourceTopics(Map<String, String> kafka, String group) {
    this.group = group;
    properties.putAll(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", "false");
    properties.put("allow.auto.create.topics", "false");
    // what is fetched ahead is held in memory
    properties.putIfAbsent("fetch.max.bytes", "16777216");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    admin = Admin.create(properties);
  }

  /**
   * Offsets to read.
   *
   * @param to exclusive
   */
  record Span(long from, long to) {}

  /** The settled offsets of the pipeline. */
  Map<TopicPartition, OffsetAndMetadata> settled() throws Exception {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }

  /** The settled offsets of one topic, by partition. */
  Map<Integer, Long> settled(String topic) throws Exception {
    Map<Integer, Long> offsets = new HashMap<>();
    settled()
        .forEach(
            (partition, offset) -> {
              if (partition.topic().equals(topic)) {
                offsets.put(partition.partition(), offset.offset());
              }
            });
    return offsets;
  }

  /**
   * Whether a topic exists.
   *
   * @throws SetUpException where that may not be seen, which is not the same as "no"
   */
  boolean exists(String topic) {
    try {
      return !consumer.partitionsFor(topic).isEmpty();
    } catch (TopicAuthorizationException e) {
      throw new SetUpException(
          "no right to see topic "
              + topic
              + ", so it cannot be verified. Grant Describe and Read on it.");
    }
  }

  /** Kafka's id of a topic (KIP-516). */
  String topicId(String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .topicNameValues()
        .values()
        .iterator()
        .next()
        .get()
        .topicId()
        .toString();
  }

  boolean isCompacted(String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    ConfigEntry policy = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    return policy != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
  }

  /** Which offsets of a topic are to be verified, by partition. */
  Map<Integer, PartitionPlaces.Range> ranges(String topic, AuditOptions options) throws Exception {
    List<TopicPartition> partitions = partitions(topic);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> since = at(partitions, options.since(), beginnings, ends);
    Map<TopicPartition, Long> until = at(partitions, options.until(), ends, ends);
    Map<Integer, Long> settled = settled(topic);
    Map<Integer, PartitionPlaces.Range> ranges = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long beginning = beginnings.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      long to =
          Math.min(
              settled.getOrDefault(partition.partition(), 0L), until.getOrDefault(partition, end));
      ranges.put(
          partition.partition(),
          new PartitionPlaces.Range(
              beginning, since.getOrDefault(partition, beginning), Math.min(to, end), end));
    }
    return ranges;
  }

  /** The first offsets of that time or later; the ends where there are none. */
  private Map<TopicPartition, Long> at(
      List<TopicPartition> partitions,
      @Nullable Instant time,
      Map<TopicPartition, Long> withoutTime,
      Map<TopicPartition, Long> ends) {
    if (time == null) {
      return withoutTime;
    }
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, time.toEpochMilli()));
    Map<TopicPartition, Long> offsets = new HashMap<>(ends);
    consumer
        .offsetsForTimes(wanted)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.put(partition, found.offset());
              }
            });
    return offsets;
  }

  /** All offsets that a topic has now. */
  Map<TopicPartition, Span> whole(String topic) {
    List<TopicPartition> partitions = partitions(topic);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Span> spans = new HashMap<>();
    consumer
        .beginningOffsets(partitions)
        .forEach(
            (partition, beginning) ->
                spans.put(partition, new Span(beginning, ends.getOrDefault(partition, beginning))));
    return spans;
  }

  private List<TopicPartition> partitions(String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic)) {
      partitions.add(new TopicPartition(topic, partition.partition()));
    }
    return partitions;
  }

  /** Reads every committed record of the spans. */
  void read(Map<TopicPartition, Span> spans, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<TopicPartition, Long> open = new HashMap<>();
    consumer.assign(spans.keySet());
    spans.forEach(
        (partition, span) -> {
          consumer.seek(partition, span.from());
          if (span.from() < span.to()) {
            open.put(partition, span.to());
          } else {
            consumer.pause(List.of(partition));
          }
        });
    while (!open.isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Long end = open.get(new TopicPartition(record.topic(), record.partition()));
        if (end != null && record.offset() < end) {
          each.accept(record);
        }
      }
      List<TopicPartition> done =
          open.entrySet().stream()
              .filter(entry -> consumer.position(entry.getKey()) >= entry.getValue())
              .map(Map.Entry::getKey)
              .toList();
      consumer.pause(done);
      done.forEach(open::remove);
    }
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }
}
