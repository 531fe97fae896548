package io.sluice.cli.input;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.letters.RegistryAccess;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.registry.BlockingSchemas;
import io.sluice.registry.RegistryClient;
import io.sluice.schema.SchemaSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A slice of a topic, between two times; what comes after the start of the reading is left. */
final class TopicInput implements RecordInput {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How long a broker may give nothing while there is more to read. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BlockingSchemas schemas;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
  private long all;
  private long given;

  /**
   * @param kafka Kafka's own client properties
   * @param from null for the earliest record
   * @param to exclusive; null for the newest record
   * @throws SetUpException where there is no such topic
   * @throws OutageException where the broker cannot be had
   */
  TopicInput(
      Map<String, String> kafka,
      @Nullable RegistryClient registry,
      String topic,
      @Nullable Instant from,
      @Nullable Instant to) {
    KafkaAdmin.requireAnswer(kafka);
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("allow.auto.create.topics", "false");
    properties.put("auto.offset.reset", "none");
    this.schemas = new BlockingSchemas(registry);
    this.consumer = consumer(properties);
    try {
      assign(topic, from, to);
    } catch (AuthorizationException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw new SetUpException(
          "no right to read topic " + topic + ". Grant Describe and Read on it.");
    } catch (KafkaException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw new OutageException("topic " + topic + " cannot be read: " + e.getMessage(), e);
    } catch (SetUpException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw e;
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Properties properties) {
    try {
      return new KafkaConsumer<>(
          properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new SetUpException("the Kafka client cannot be set up: " + cause.getMessage());
    }
  }

  private void assign(String topic, @Nullable Instant from, @Nullable Instant to) {
    List<PartitionInfo> known = consumer.partitionsFor(topic, PATIENCE);
    if (known.isEmpty()) {
      throw new SetUpException(
          "there is no topic '"
              + topic
              + "'"
              + io.sluice.failure.Suggestion.among(topic, consumer.listTopics(PATIENCE).keySet()));
    }
    List<TopicPartition> partitions = new ArrayList<>();
    known.forEach(one -> partitions.add(new TopicPartition(topic, one.partition())));
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, PATIENCE);
    Map<TopicPartition, Long> newest = consumer.endOffsets(partitions, PATIENCE);
    consumer.assign(partitions);
    Map<TopicPartition, Long> first = at(newest, from);
    Map<TopicPartition, Long> last = at(newest, to);
    for (TopicPartition partition : partitions) {
      long newestOffset = newest.getOrDefault(partition, 0L);
      long start = (from == null ? starts : first).getOrDefault(partition, newestOffset);
      long end = (to == null ? newest : last).getOrDefault(partition, newestOffset);
      consumer.seek(partition, start);
      ends.put(partition, end);
      all += Math.max(0, end - start);
    }
    consumer.pause(finished());
  }

  /** The first offsets at or after a time, or the ends where there are none. */
  private Map<TopicPartition, Long> at(Map<TopicPartition, Long> newest, @Nullable Instant time) {
    if (time == null) {
      return Map.of();
    }
    Map<TopicPartition, Long> times = new HashMap<>();
    newest.keySet().forEach(partition -> times.put(partition, time.toEpochMilli()));
    Map<TopicPartition, Long> offsets = new HashMap<>(newest);
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, PATIENCE);
    found.forEach(
        (partition, offset) -> {
          if (offset != null) {
            offsets.put(partition, offset.offset());
          }
        });
    return offsets;
  }

  @Override
  public @Nullable Item next() {
    try {
      fetchSome();
    } catch (KafkaException e) {
      throw new OutageException("the topic cannot be read any more: " + e.getMessage(), e);
    }
    ConsumerRecord<byte[], byte[]> record = fetched.poll();
    if (record == null) {
      return null;
    }
    given++;
    List<RawHeader> headers = new ArrayList<>();
    record.headers().forEach(header -> headers.add(new RawHeader(header.key(), header.value())));
    return new Item(
        record.partition() + "/" + record.offset(),
        new InMemoryRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value(),
            headers),
        null);
  }

  /** Returns when there is a record or all were given. */
  private void fetchSome() {
    long patience = System.nanoTime() + SILENCE.toNanos();
    while (fetched.isEmpty() && consumer.paused().size() < ends.size()) {
      consumer
          .poll(Duration.ofMillis(500))
          .forEach(
              record -> {
                if (record.offset() < end(record)) {
                  fetched.add(record);
                }
              });
      consumer.pause(finished());
      if (System.nanoTime() > patience && fetched.isEmpty()) {
        throw new TimeoutException(
            "no record came for " + SILENCE.toSeconds() + " s, though there are more");
      }
    }
  }

  private List<TopicPartition> finished() {
    return ends.entrySet().stream()
        .filter(end -> consumer.position(end.getKey()) >= end.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  private long end(ConsumerRecord<byte[], byte[]> record) {
    return ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
  }

  @Override
  public SchemaSource schemas() {
    return schemas;
  }

  @Override
  public void requireSchemas() {
    RegistryAccess.require(
        schemas, "the records name schemas; say where they are with --schema-registry");
  }

  @Override
  public double done() {
    return all == 0 ? 1 : (double) given / all;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
