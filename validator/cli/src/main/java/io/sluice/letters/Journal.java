package io.sluice.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.offset.RecordSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The history of dead letters: who replayed and discarded which letters, when, and the progress of
 * each replay. A replay sends its records and writes their journal entries in one transaction.
 *
 * @see JournalTopic
 */
public final class Journal {

  /**
   * The topic. One partition keeps it in order; topic patterns never match names with this prefix.
   */
  public static final String TOPIC = "__sluice_journal";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> entries = new LinkedHashMap<>();
  private final Map<String, RecordSet> sentIds = new HashMap<>();
  private final RecordSet sent = new RecordSet();
  private final RecordSet parked = new RecordSet();
  private final RecordSet discarded = new RecordSet();

  Journal() {}

  /** Applies the next record of the topic. */
  void take(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), UTF_8);
    if (record.value() == null) {
      entries.remove(key);
    } else {
      put(key, parse(record));
    }
  }

  /** Applies the discards after everything was read; a later entry may undo a discard. */
  void complete() {
    entries.values().forEach(this::takeDiscard);
  }

  /**
   * Stores an entry; IDs of sent letters go straight into compact sets, as there may be millions.
   */
  private void put(String key, JsonNode entry) {
    if (entry.path("kind").asText().equals("sent") && entry instanceof ObjectNode object) {
      String digest = entry.path("digest").asText();
      String round = digest + "/" + entry.path("round").asInt();
      add(entry.path("ids"), sent);
      add(entry.path("ids"), sentIds.computeIfAbsent(digest, d -> new RecordSet()));
      add(entry.path("ids"), sentIds.computeIfAbsent(round, d -> new RecordSet()));
      add(entry.path("parked"), parked);
      object.remove(List.of("ids", "parked"));
    }
    entries.put(key, entry);
  }

  private static JsonNode parse(ConsumerRecord<byte[], byte[]> record) {
    try {
      return JSON.readTree(new String(record.value(), UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the journal " + TOPIC + " contains invalid JSON at offset " + record.offset(), e);
    }
  }

  private void takeDiscard(JsonNode entry) {
    if (entry.path("kind").asText().equals("discard") && !entry.path("undone").asBoolean()) {
      add(entry.path("ids"), discarded);
    }
  }

  private static void add(JsonNode ids, RecordSet into) {
    ids.properties()
        .forEach(
            partition ->
                partition
                    .getValue()
                    .forEach(
                        range ->
                            into.addAll(
                                partition.getKey(), range.get(0).asLong(), range.get(1).asLong())));
  }

  /** Ids of letters that a replay has sent. */
  public RecordSet sent() {
    return sent;
  }

  /** Ids of letters that a replay has parked. */
  public RecordSet parked() {
    return parked;
  }

  /** Ids of letters that were discarded. */
  public RecordSet discarded() {
    return discarded;
  }

  /** The batches of a plan so far. */
  public List<JsonNode> batchesOf(String digest) {
    List<JsonNode> own = new ArrayList<>();
    entries.values().stream()
        .filter(entry -> entry.path("kind").asText().equals("sent"))
        .filter(entry -> entry.path("digest").asText().equals(digest))
        .forEach(own::add);
    return own;
  }

  /** Ids of the letters that a plan has sent. */
  public RecordSet sentIdsOf(String digest) {
    return sentIds.getOrDefault(digest, new RecordSet());
  }

  /** Ids of the letters that a plan has sent in a round. */
  public RecordSet sentIdsOf(String digest, int round) {
    return sentIds.getOrDefault(digest + "/" + round, new RecordSet());
  }

  /**
   * The current round of a plan; a new round starts after the last one has ended.
   *
   * @return from 1
   */
  public int round(String digest) {
    JsonNode summary = entries.get("replay/" + digest);
    if (summary == null) {
      return 1;
    }
    int last = summary.path("round").asInt(1);
    return summary.path("status").asText().equals("done") ? last + 1 : last;
  }

  /** The offset at which a round of a plan continues, by partition of the dead-letter topic. */
  public Map<Integer, Long> positions(String digest, int round) {
    Map<Integer, Long> positions = new TreeMap<>();
    for (JsonNode entry : batchesOf(digest)) {
      if (entry.path("round").asInt() == round) {
        entry
            .path("next")
            .properties()
            .forEach(
                next ->
                    positions.merge(
                        Integer.valueOf(next.getKey()), next.getValue().asLong(), Math::max));
      }
    }
    return positions;
  }

  /** The latest summaries of replays, discards, and skips, oldest first. */
  public List<JsonNode> history() {
    List<JsonNode> history = new ArrayList<>();
    entries.values().stream()
        .filter(entry -> !entry.path("kind").asText().equals("sent"))
        .forEach(history::add);
    history.sort(java.util.Comparator.comparing(entry -> entry.path("at").asText()));
    return history;
  }

  /** The entries of a discard, by their keys. */
  public Map<String, JsonNode> discard(String id) {
    Map<String, JsonNode> own = new HashMap<>();
    entries.forEach(
        (key, entry) -> {
          if (key.startsWith("discard/" + id + "/")) {
            own.put(key, entry);
          }
        });
    return own;
  }
}
