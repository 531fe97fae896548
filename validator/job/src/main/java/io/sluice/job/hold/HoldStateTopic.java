package io.sluice.job.hold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.Caller;
import io.sluice.kafka.CompactedTopic;
import io.sluice.kafka.CompactedTopicReader;
import io.sluice.kafka.CompactedTopicWriter;
import io.sluice.kafka.KafkaAdmin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The holds of running jobs in a small compacted topic, one entry per pipeline. Commands read it to
 * see whether an order was followed, and which partitions are held for other reasons.
 */
public final class HoldStateTopic implements AutoCloseable {

  public static final String TOPIC = "__sluice_hold_state";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> kafka;
  private final CompactedTopicReader reader;
  private final Map<String, String> states = new HashMap<>();
  private @Nullable CompactedTopicWriter writer;

  /**
   * @param kafka Kafka's own client properties
   */
  public HoldStateTopic(Map<String, String> kafka, Caller caller) {
    this.kafka = Map.copyOf(kafka);
    this.reader = new CompactedTopicReader(kafka, TOPIC, caller);
  }

  /**
   * The last state that the job of a pipeline published, or null.
   *
   * @throws io.sluice.failure.SetUpException if the permission to read the topic is missing
   * @throws io.sluice.failure.OutageException if Kafka cannot be asked
   */
  public @Nullable HoldState read(String pipeline) {
    reader.read(
        (key, value) -> {
          if (value == null) {
            states.remove(key);
          } else {
            states.put(key, value);
          }
        });
    String text = states.get(pipeline);
    return text == null ? null : parse(pipeline, text);
  }

  private static @Nullable HoldState parse(String pipeline, String text) {
    try {
      JsonNode json = JSON.readTree(text);
      List<HoldOrder> orders =
          JSON.convertValue(json.path("orders"), new TypeReference<List<HoldOrder>>() {});
      List<HeldPartition> held =
          JSON.convertValue(json.path("held"), new TypeReference<List<HeldPartition>>() {});
      return new HoldState(pipeline, json.path("at").asText(), orders, held);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // written by another version of Sluice
      return null;
    }
  }

  /** Publishes the holds of a pipeline. The first call creates the topic. */
  public synchronized void write(HoldState state) {
    CompactedTopicWriter open = writer;
    if (open == null) {
      try (KafkaAdmin admin = KafkaAdmin.forJob(kafka)) {
        CompactedTopic.make(admin, TOPIC, CompactedTopic.WRITE);
      }
      open = new CompactedTopicWriter(kafka, TOPIC, Caller.JOB);
      writer = open;
    }
    ObjectNode json = JSON.createObjectNode();
    json.put("at", state.at());
    json.set("orders", JSON.valueToTree(state.orders()));
    json.set("held", JSON.valueToTree(state.held()));
    try {
      open.send(state.pipeline(), json.toString());
      open.flush();
    } catch (RuntimeException e) {
      // the next call uses a new client, and creates the topic again if it is missing
      writer = null;
      open.close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    reader.close();
    if (writer != null) {
      writer.close();
    }
  }
}
