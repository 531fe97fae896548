package io.sluice.job.hold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.failure.OutageException;
import io.sluice.kafka.Caller;
import io.sluice.kafka.CompactedTopic;
import io.sluice.kafka.CompactedTopicReader;
import io.sluice.kafka.CompactedTopicWriter;
import io.sluice.kafka.KafkaAdmin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The hold orders in a small compacted topic. They are outside Flink's state, so a restart does not
 * lose them, and commands can change them while the job runs.
 */
public final class HoldsTopic implements AutoCloseable {

  public static final String TOPIC = "__sluice_holds";

  private static final ObjectMapper JSON = new ObjectMapper();
  private final CompactedTopicReader reader;
  private final Map<String, HoldOrder> orders = new TreeMap<>();
  private final Map<String, SkipOrder> skips = new TreeMap<>();

  /** The orders of all pipelines. */
  public record Orders(List<HoldOrder> holds, List<SkipOrder> skips) {

    /** The orders of one pipeline. */
    public Orders of(String pipeline) {
      return new Orders(
          holds.stream().filter(one -> one.pipeline().equals(pipeline)).toList(),
          skips.stream().filter(one -> one.pipeline().equals(pipeline)).toList());
    }
  }

  /**
   * @param kafka Kafka's own client properties
   */
  public HoldsTopic(Map<String, String> kafka, Caller caller) {
    this.reader = new CompactedTopicReader(kafka, TOPIC, caller);
  }

  /**
   * All current orders. Reads everything new since the last call.
   *
   * @throws OutageException if Kafka cannot be asked
   */
  public Orders read() {
    reader.read(this::take);
    return new Orders(List.copyOf(orders.values()), List.copyOf(skips.values()));
  }

  private void take(String key, @Nullable String value) {
    if (value == null) {
      orders.remove(key);
      skips.remove(key);
      return;
    }
    JsonNode json;
    try {
      json = JSON.readTree(value);
    } catch (JsonProcessingException e) {
      // entries that Sluice did not write do not release anything
      return;
    }
    if (json.has("offset")) {
      skips.put(
          key,
          new SkipOrder(
              json.path("pipeline").asText(),
              json.path("topic").asText(),
              json.path("topicId").asText(),
              json.path("partition").asInt(),
              json.path("offset").asLong(),
              json.path("by").asText(),
              json.path("at").asText(),
              json.path("reason").asText()));
    } else if (json.has("contract")) {
      orders.put(
          key,
          new HoldOrder(
              json.path("pipeline").asText(),
              json.path("contract").asText(),
              json.path("by").asText(),
              json.path("at").asText(),
              json.path("reason").asText()));
    }
  }

  /** Gives an order. The first order creates the topic. */
  public static void set(Map<String, String> kafka, HoldOrder order, Caller caller) {
    try (KafkaAdmin admin = KafkaAdmin.open(kafka, caller)) {
      CompactedTopic.make(admin, TOPIC, CompactedTopic.WRITE);
    }
    ObjectNode json = JSON.createObjectNode();
    json.put("pipeline", order.pipeline());
    json.put("contract", order.contract());
    json.put("by", order.by());
    json.put("at", order.at());
    json.put("reason", order.reason());
    write(kafka, order.key(), json.toString(), caller);
  }

  /** Gives the order to skip a record. The order stays, because the record may be read again. */
  public static void skip(Map<String, String> kafka, SkipOrder order) {
    try (KafkaAdmin admin = KafkaAdmin.forCommand(kafka)) {
      CompactedTopic.make(admin, TOPIC, CompactedTopic.WRITE);
    }
    write(kafka, order.key(), JSON.valueToTree(order).toString(), Caller.COMMAND);
  }

  /** Withdraws an order. */
  public static void release(Map<String, String> kafka, HoldOrder order) {
    write(kafka, order.key(), null, Caller.COMMAND);
  }

  private static void write(
      Map<String, String> kafka, String key, @Nullable String value, Caller caller) {
    try (CompactedTopicWriter writer = new CompactedTopicWriter(kafka, TOPIC, caller)) {
      writer.send(key, value);
      writer.flush();
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
