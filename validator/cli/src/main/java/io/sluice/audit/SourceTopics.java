package io.sluice.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics with a plain consumer. */
final class SourceTopics implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Properties properties;

  SourceTopics(Map<String, String> kafka) {
    properties = new Properties();
    properties.putAll(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", "false");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The settled offsets of a pipeline. */
  Map<TopicPartition, OffsetAndMetadata> settled(String group) throws Exception {
    try (Admin admin = Admin.create(properties)) {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }
  }

  boolean exists(String topic) {
    return consumer.listTopics().containsKey(topic);
  }

  List<TopicPartition> partitions(String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic)) {
      partitions.add(new TopicPartition(topic, partition.partition()));
    }
    return partitions;
  }

  Map<TopicPartition, Long> beginnings(List<TopicPartition> partitions) {
    return consumer.beginningOffsets(partitions);
  }

  Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    return consumer.endOffsets(partitions);
  }

  /** Reads every committed record from the beginning to the given ends (exclusive). */
  void read(Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    List<TopicPartition> partitions = new ArrayList<>(ends.keySet());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> open = new HashMap<>(ends);
    while (true) {
      open.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
      if (open.isEmpty()) {
        return;
      }
      consumer.pause(
          partitions.stream().filter(partition -> !open.containsKey(partition)).toList());
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        if (end != null && record.offset() < end) {
          each.accept(record);
        }
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
