package io.sluice.audit.kafka;

import io.sluice.failure.OutageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics with a plain consumer. */
public final class KafkaReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  /** How long a broker may give nothing while there is more to read. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final Set<String> withoutSettings = new TreeSet<>();

  /**
   * Opens connections.
   *
   * @param kafka Kafka's own client properties
   */
  public KafkaReader(Map<String, String> kafka) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", "false");
    properties.put("allow.auto.create.topics", "false");
    // few, so that they are still in the processor's cache when they are hashed
    properties.put("max.poll.records", "500");
    // the next partition waits for a request that is still open for the one that was read to its
    // end
    properties.put("fetch.max.wait.ms", "20");
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
  public record Span(long from, long to) {}

  /** Looks for a topic. */
  public TopicLook look(String topic) throws ExecutionException, InterruptedException {
    try {
      TopicDescription description =
          admin
              .describeTopics(
                  List.of(topic),
                  new org.apache.kafka.clients.admin.DescribeTopicsOptions()
                      .includeAuthorizedOperations(true))
              .topicNameValues()
              .values()
              .iterator()
              .next()
              .get();
      Set<AclOperation> allowed = description.authorizedOperations();
      if (allowed != null && !allowed.isEmpty() && !allowed.contains(AclOperation.READ)) {
        return new TopicLook.Denied();
      }
      return new TopicLook.Found(
          description.topicId().toString(),
          description.partitions().stream().map(partition -> partition.partition()).toList());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return new TopicLook.Absent();
      }
      if (e.getCause() instanceof AuthorizationException) {
        return new TopicLook.Denied();
      }
      throw e;
    }
  }

  /** The names of all topics that this user may see. */
  public Set<String> names() {
    return consumer.listTopics().keySet();
  }

  /** The offsets that a consumer group has stored; null where this user may not see them. */
  public @Nullable Map<TopicPartition, OffsetAndMetadata> stored(String group)
      throws ExecutionException, InterruptedException {
    try {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return null;
      }
      throw e;
    }
  }

  /** Whether a topic loses records before their time. */
  public boolean isCompacted(String topic) throws ExecutionException, InterruptedException {
    String policy = setting(topic, TopicConfig.CLEANUP_POLICY_CONFIG);
    return policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT);
  }

  /** How long a topic keeps records, milliseconds; empty forever, or where it is not known. */
  public OptionalLong retention(String topic) throws ExecutionException, InterruptedException {
    String retention = setting(topic, TopicConfig.RETENTION_MS_CONFIG);
    long millis = retention == null ? -1 : Long.parseLong(retention);
    return millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis);
  }

  private @Nullable String setting(String topic, String name)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      return config == null || config.get(name) == null ? null : config.get(name).value();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        withoutSettings.add(topic);
        return null;
      }
      throw e;
    }
  }

  /** Topics whose settings this user may not see. */
  public Set<String> withoutSettings() {
    return withoutSettings;
  }

  /** All offsets that partitions have now. */
  public Map<Integer, Span> whole(String topic, Collection<Integer> numbers) {
    List<TopicPartition> partitions =
        numbers.stream().map(number -> new TopicPartition(topic, number)).toList();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<Integer, Span> spans = new HashMap<>();
    consumer
        .beginningOffsets(partitions)
        .forEach(
            (partition, beginning) ->
                spans.put(
                    partition.partition(),
                    new Span(beginning, ends.getOrDefault(partition, beginning))));
    return spans;
  }

  /** By partition, the first offsets of that time or later; none where there is no such record. */
  public Map<Integer, Long> at(String topic, Collection<Integer> numbers, Instant time) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    numbers.forEach(number -> wanted.put(new TopicPartition(topic, number), time.toEpochMilli()));
    Map<Integer, Long> offsets = new HashMap<>();
    consumer
        .offsetsForTimes(wanted)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.put(partition.partition(), found.offset());
              }
            });
    return offsets;
  }

  /** Is told of offsets whose records Kafka deleted while they were being read. */
  @FunctionalInterface
  public interface Losses {
    /** Nothing of the span will be read; later records will. */
    void lost(int partition, Span span);
  }

  /**
   * Reads every committed record of the spans that Kafka still has.
   *
   * @throws OutageException where nothing comes for a minute though there is more
   */
  public void read(
      String topic, Map<Integer, Span> spans, Consumer<ConsumerRecords<byte[], byte[]>> each) {
    boolean unused = read(topic, spans, () -> false, each, (partition, span) -> {});
  }

  /**
   * Reads every committed record of the spans.
   *
   * @param stop is asked now and then; true ends the reading
   * @param losses is told in the order of the offsets, between the records
   * @return whether everything was read
   * @throws OutageException where nothing comes for a minute though there is more
   */
  public boolean read(
      String topic,
      Map<Integer, Span> spans,
      BooleanSupplier stop,
      Consumer<ConsumerRecords<byte[], byte[]>> each,
      Losses losses) {
    Map<TopicPartition, Long> open = new HashMap<>();
    spans.forEach(
        (number, span) -> {
          if (span.from() < span.to()) {
            open.put(new TopicPartition(topic, number), span.to());
          }
        });
    consumer.assign(open.keySet());
    // of an earlier reading they may still be paused
    consumer.resume(open.keySet());
    spans.forEach(
        (number, span) -> {
          TopicPartition partition = new TopicPartition(topic, number);
          if (open.containsKey(partition)) {
            consumer.seek(partition, span.from());
          }
        });
    long patience = System.nanoTime() + SILENCE.toNanos();
    while (!open.isEmpty()) {
      if (stop.getAsBoolean()) {
        return false;
      }
      ConsumerRecords<byte[], byte[]> records = poll(open, losses);
      if (!records.isEmpty()) {
        each.accept(records);
        patience = System.nanoTime() + SILENCE.toNanos();
      }
      List<TopicPartition> done = new ArrayList<>();
      open.forEach(
          (partition, end) -> {
            if (consumer.position(partition) >= end) {
              done.add(partition);
            }
          });
      consumer.pause(done);
      done.forEach(open::remove);
      if (!done.isEmpty()) {
        patience = System.nanoTime() + SILENCE.toNanos();
      } else if (System.nanoTime() > patience) {
        throw new OutageException(
            "topic " + topic + " gave nothing for a minute, though there is more",
            new TimeoutException());
      }
    }
    return true;
  }

  private ConsumerRecords<byte[], byte[]> poll(Map<TopicPartition, Long> open, Losses losses) {
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      Map<TopicPartition, Long> beginnings =
          consumer.beginningOffsets(e.offsetOutOfRangePartitions().keySet());
      e.offsetOutOfRangePartitions()
          .forEach(
              (partition, position) -> {
                long end = open.getOrDefault(partition, position);
                long next = Math.min(beginnings.getOrDefault(partition, end), end);
                if (next <= position) {
                  // the topic was truncated or recreated
                  throw e;
                }
                losses.lost(partition.partition(), new Span(position, next));
                consumer.seek(partition, next);
              });
      return ConsumerRecords.empty();
    }
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }
}
