package io.sluice.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Settings for consumers that read committed records only. They commit no offsets, skip nothing,
 * and create no topics.
 */
final class CommittedReads {

  private CommittedReads() {}

  /** The properties of this kind of consumer. */
  static Map<String, Object> settings(Map<String, String> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return properties;
  }

  /**
   * Creates a consumer that is tuned to read many records.
   *
   * @throws io.sluice.failure.SetUpException if the client rejects the properties
   */
  static Consumer<byte[], byte[]> consumer(Map<String, String> kafka, Duration timeout) {
    Map<String, Object> properties = settings(kafka);
    properties.putIfAbsent(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(timeout.toMillis()));
    // small batches, so that records are still in the CPU cache when they are checked
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
    // the next span waits for the open request of the span that was just read to its end
    properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
    // prefetched records stay in memory
    properties.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 << 20));
    try {
      return new KafkaConsumer<>(
          properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw new ConnectionErrors(kafka, Caller.COMMAND).unopened(e);
    }
  }
}
