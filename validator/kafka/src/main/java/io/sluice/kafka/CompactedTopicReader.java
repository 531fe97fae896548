package io.sluice.kafka;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A reader for a compacted Sluice topic. It reads the topic from the beginning, then follows it.
 */
public final class CompactedTopicReader implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> kafka;
  private final TopicPartition partition;
  private final Caller caller;
  private @Nullable KafkaConsumer<String, String> consumer;

  /**
   * @param kafka Kafka's own client properties
   */
  public CompactedTopicReader(Map<String, String> kafka, String topic, Caller caller) {
    this.kafka = Map.copyOf(kafka);
    this.partition = new TopicPartition(topic, 0);
    this.caller = caller;
  }

  /**
   * Reads everything new since the last call, to the end of the topic. Reads nothing if the topic
   * does not exist.
   *
   * @param each receives keys and values; a null value deletes its key
   * @throws SetUpException if a command does not have permission to read it, or its properties are
   *     rejected
   * @throws OutageException if Kafka cannot be asked, or a job has no permission
   */
  public synchronized void read(BiConsumer<String, @Nullable String> each) {
    try {
      KafkaConsumer<String, String> open = consumer == null ? open() : consumer;
      if (open == null) {
        return;
      }
      consumer = open;
      long end = open.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      long patience = System.nanoTime() + PATIENCE.toNanos();
      while (open.position(partition) < end) {
        ConsumerRecords<String, String> records = open.poll(Duration.ofMillis(500));
        records.forEach(record -> each.accept(record.key(), record.value()));
        if (!records.isEmpty()) {
          // a long topic may take long; only a lack of progress is an outage
          patience = System.nanoTime() + PATIENCE.toNanos();
        } else if (System.nanoTime() > patience) {
          throw new OutageException(
              "topic "
                  + partition.topic()
                  + " cannot be read to its end: no record arrived for "
                  + PATIENCE.toSeconds()
                  + " s",
              new TimeoutException());
        }
      }
    } catch (AuthorizationException e) {
      throw caller.denied(
          "topic "
              + partition.topic()
              + " cannot be read: "
              + e.getMessage()
              + ". Grant Read and Describe on it.",
          e);
    } catch (AuthenticationException e) {
      throw new ConnectionErrors(kafka, caller).rejected(e);
    } catch (OffsetOutOfRangeException e) {
      // the topic was recreated or its records were deleted: start over with its current records
      close();
      consumer = null;
      throw new OutageException(
          "topic " + partition.topic() + " was truncated; reading it again", e);
    } catch (InterruptException e) {
      throw InterruptionException.of(e);
    } catch (KafkaException e) {
      throw new OutageException(
          "topic " + partition.topic() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private @Nullable KafkaConsumer<String, String> open() {
    Map<String, Object> properties = CommittedReads.settings(kafka);
    properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
    KafkaConsumer<String, String> fresh;
    try {
      fresh = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    } catch (KafkaException e) {
      throw new ConnectionErrors(kafka, caller).unopened(e);
    }
    try {
      // a request by name distinguishes a topic that this user does not have permission to view
      // from a
      // missing one
      if (!fresh.partitionsFor(partition.topic()).isEmpty()) {
        fresh.assign(List.of(partition));
        fresh.seekToBeginning(List.of(partition));
        return fresh;
      }
    } catch (RuntimeException e) {
      fresh.close();
      throw e;
    }
    fresh.close();
    return null;
  }

  /** Waits for a read in progress, because Kafka's consumer is not thread-safe. */
  @Override
  public synchronized void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
