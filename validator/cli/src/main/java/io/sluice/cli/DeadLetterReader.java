package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deadletter.Headers;
import io.sluice.job.OutageException;
import io.sluice.problem.SetUpException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a dead-letter topic from its beginning to its end. */
public final class DeadLetterReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A dead letter as it is shown. */
  public record Letter(
      String id, Map<String, String> headers, JsonNode faultsHeader, byte @Nullable [] value) {

    public String stage() {
      return headers.getOrDefault(Headers.STAGE, "?");
    }

    public String code() {
      return headers.getOrDefault(Headers.CODE, "?");
    }

    public String contract() {
      return headers.getOrDefault(Headers.CONTRACT, "");
    }

    public int totalFaults() {
      return faultsHeader.path("total").asInt();
    }

    public List<JsonNode> faults() {
      List<JsonNode> faults = new ArrayList<>();
      faultsHeader.path("faults").forEach(faults::add);
      return faults;
    }

    public String firstFault() {
      JsonNode first = faultsHeader.path("faults").path(0);
      String path = first.path("path").asText("");
      return (path.isEmpty() ? "" : path + " ") + first.path("message").asText();
    }
  }

  private DeadLetterReader() {}

  /** The letters by id, in the order of the topic; of copies the last one. */
  public static Map<String, Letter> read(Map<String, String> kafka, String topic) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.putIfAbsent("default.api.timeout.ms", "15000");
    properties.put("auto.offset.reset", "none");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      if (!consumer.listTopics().containsKey(topic)) {
        throw new SetUpException(
            "there is no topic '"
                + topic
                + "'"
                + io.sluice.problem.Suggestion.among(topic, consumer.listTopics().keySet()));
      }
      return read(consumer, topic);
    } catch (KafkaException e) {
      throw new OutageException(
          "Kafka cannot be read at "
              + kafka.get("bootstrap.servers")
              + ": "
              + e.getMessage()
              + ". Check kafka.bootstrap.servers.",
          e);
    }
  }

  private static Map<String, Letter> read(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<String, Letter> letters = new LinkedHashMap<>();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
        Letter letter = letter(record);
        letters.put(letter.id(), letter);
      }
    }
    return letters;
  }

  private static Letter letter(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      byte[] value = header.value();
      headers.put(header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    String id =
        headers.getOrDefault(
            Headers.ID, record.topic() + "/" + record.partition() + "/" + record.offset());
    return new Letter(
        id, headers, faults(headers.getOrDefault(Headers.FAULTS, "{}")), record.value());
  }

  private static JsonNode faults(String header) {
    try {
      return JSON.readTree(header);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
