package io.sluice.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deadletter.DeadLetterEncoder;
import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.job.hold.SkipOrder;
import io.sluice.offset.RecordSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ExistingTopicsProducer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Closes letters in the journal that nobody will replay, and opens them again. */
public final class Discard {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The maximum number of ID runs in one entry, which keeps it far below a topic's size limit. */
  private static final int MOST_RUNS = 10_000;

  private Discard() {}

  /**
   * Closes letters.
   *
   * @param id the discard's ID, for the history and to undo it
   */
  public static void write(
      Map<String, String> kafka,
      String id,
      String letters,
      RecordSet ids,
      String reason,
      String who) {
    write(kafka, entries(id, letters, ids, reason, who));
  }

  /** The journal entries for closed letters, by key; the first entry has the count. */
  static Map<String, JsonNode> entries(
      String id, String letters, RecordSet ids, String reason, String who) {
    List<ObjectNode> entries = new ArrayList<>();
    entries.add(entry(id, letters, ids.size(), reason, who));
    int[] runs = {0};
    ids.forEach(
        (partition, offsets) ->
            offsets
                .ranges()
                .forEach(
                    range -> {
                      if (runs[0] == MOST_RUNS) {
                        entries.add(entry(id, letters, 0, reason, who));
                        runs[0] = 0;
                      }
                      ObjectNode all = (ObjectNode) entries.get(entries.size() - 1).path("ids");
                      ArrayNode ranges =
                          all.path(partition).isArray()
                              ? (ArrayNode) all.path(partition)
                              : all.putArray(partition);
                      ranges.addArray().add(range[0]).add(range[1]);
                      runs[0]++;
                    }));
    Map<String, JsonNode> keyed = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      keyed.put("discard/" + id + "/" + i, entries.get(i));
    }
    return keyed;
  }

  private static ObjectNode entry(
      String id, String letters, long count, String reason, String who) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("kind", "discard");
    entry.put("discard", id);
    entry.put("letters", letters);
    entry.put("who", who);
    entry.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    entry.put("reason", reason);
    entry.put("count", count);
    entry.put("undone", false);
    entry.putObject("ids");
    return entry;
  }

  /**
   * Opens closed letters again.
   *
   * @throws SetUpException if the discard does not exist
   */
  public static void undo(Map<String, String> kafka, String id, String who) {
    write(kafka, undone(JournalTopic.read(kafka), id, who));
  }

  /** The journal entries for letters that are open again. */
  static Map<String, JsonNode> undone(Journal journal, String id, String who) {
    Map<String, JsonNode> entries = journal.discard(id);
    if (entries.isEmpty()) {
      throw new SetUpException(
          "the journal has no discard '" + id + "'; 'sluice replay history' lists all discards");
    }
    entries
        .values()
        .forEach(entry -> ((ObjectNode) entry).put("undone", true).put("undoneBy", who));
    return entries;
  }

  /** Records in the journal that a record that held its partition goes to the dead-letter topic. */
  public static void noteSkip(Map<String, String> kafka, SkipOrder order, String letters) {
    write(kafka, skipped(order, letters));
  }

  /** The journal entry for a skipped record, by key. */
  static Map<String, JsonNode> skipped(SkipOrder order, String letters) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("kind", "skip");
    entry.put("id", DeadLetterEncoder.id(order.topic(), order.partition(), order.offset()));
    entry.put("topicId", order.topicId());
    entry.put("letters", letters);
    entry.put("who", order.by());
    entry.put("at", order.at());
    entry.put("reason", order.reason());
    return Map.of(
        "skip/" + order.topicId() + "/" + order.partition() + "/" + order.offset(), entry);
  }

  private static void write(Map<String, String> kafka, Map<String, JsonNode> entries) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("acks", "all");
    properties.put("transactional.id", "sluice-discard");
    try (KafkaProducer<String, String> producer =
        new ExistingTopicsProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (Map.Entry<String, JsonNode> entry : entries.entrySet()) {
        var unused =
            producer
                .send(
                    new ProducerRecord<>(
                        Journal.TOPIC, entry.getKey(), entry.getValue().toString()))
                .get();
      }
      producer.commitTransaction();
    } catch (AuthorizationException e) {
      throw new SetUpException(
          "missing permission: grant Write on topic "
              + Journal.TOPIC
              + " and on the transactional ID sluice-discard");
    } catch (InterruptException e) {
      throw InterruptionException.of(e);
    } catch (KafkaException | ExecutionException e) {
      throw new OutageException("cannot write to the journal: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }
}
