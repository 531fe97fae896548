package io.sluice.job.hold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.job.CompactedTopic;
import io.sluice.job.OutageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The orders to hold, in a small compacted topic: outside Flink's state, so that a restart does not
 * forget them, and where a command can change them while the job runs.
 */
public final class HoldsTopic implements AutoCloseable {

  public static final String TOPIC = "__sluice_holds";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> kafka;
  private final Map<String, HoldOrder> orders = new TreeMap<>();
  private @Nullable KafkaConsumer<String, String> consumer;

  /**
   * @param kafka Kafka's own client properties
   */
  public HoldsTopic(Map<String, String> kafka) {
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * All orders that stand now; reads what is new since the last call.
   *
   * @throws OutageException where Kafka cannot be asked
   */
  public List<HoldOrder> read() {
    try {
      KafkaConsumer<String, String> open = consumer == null ? open() : consumer;
      if (open != null) {
        consumer = open;
        long end = open.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (open.position(PARTITION) < end) {
          if (System.nanoTime() > patience) {
            throw new OutageException(
                "the holds in " + TOPIC + " cannot be read to their end", new TimeoutException());
          }
          open.poll(Duration.ofMillis(500)).forEach(this::take);
        }
      }
    } catch (KafkaException e) {
      throw new OutageException("the holds in " + TOPIC + " cannot be read: " + e.getMessage(), e);
    }
    return new ArrayList<>(orders.values());
  }

  /** Null where there is no such topic, since nobody ever held anything. */
  private @Nullable KafkaConsumer<String, String> open() {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("allow.auto.create.topics", "false");
    properties.putIfAbsent("default.api.timeout.ms", "15000");
    KafkaConsumer<String, String> fresh =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    try {
      if (fresh.listTopics().containsKey(TOPIC)) {
        fresh.assign(List.of(PARTITION));
        fresh.seekToBeginning(List.of(PARTITION));
        return fresh;
      }
    } catch (RuntimeException e) {
      fresh.close();
      throw e;
    }
    fresh.close();
    return null;
  }

  private void take(ConsumerRecord<String, String> record) {
    if (record.value() == null) {
      orders.remove(record.key());
      return;
    }
    HoldOrder order = parse(record.value());
    // what somebody else wrote here releases nothing
    if (order != null) {
      orders.put(record.key(), order);
    }
  }

  private static @Nullable HoldOrder parse(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      return new HoldOrder(
          json.path("pipeline").asText(),
          json.path("contract").asText(),
          json.path("by").asText(),
          json.path("at").asText(),
          json.path("reason").asText());
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Gives an order, and makes the topic for the first one. */
  public static void set(Map<String, String> kafka, HoldOrder order) {
    try (Admin admin = Admin.create(Map.copyOf(kafka))) {
      CompactedTopic.make(admin, TOPIC);
    }
    ObjectNode json = JSON.createObjectNode();
    json.put("pipeline", order.pipeline());
    json.put("contract", order.contract());
    json.put("by", order.by());
    json.put("at", order.at());
    json.put("reason", order.reason());
    write(kafka, order.key(), json.toString());
  }

  /** Takes an order back. */
  public static void release(Map<String, String> kafka, HoldOrder order) {
    write(kafka, order.key(), null);
  }

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null is a tombstone
  private static void write(Map<String, String> kafka, String key, @Nullable String value) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put("acks", "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      var unused = producer.send(new ProducerRecord<>(TOPIC, key, value)).get(30, TimeUnit.SECONDS);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new OutageException("the holds in " + TOPIC + " cannot be written: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
