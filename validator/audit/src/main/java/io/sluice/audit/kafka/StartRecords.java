package io.sluice.audit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.kafka.TopicReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The start records that the job keeps in the topic {@code __sluice_starts}. */
public final class StartRecords {

  private static final String TOPIC = "__sluice_starts";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The start of reading for a table on a source partition.
   *
   * @param tableId the table's UUID, or null if it did not exist yet
   * @param first the first offset that belongs to the table
   * @param settled the offset below which every record from {@code first} on is accounted for
   * @param mark the table's mark when the record was written; -1 for none
   */
  public record Start(String topic, @Nullable String tableId, long first, long settled, long mark) {

    /** Whether it applies to a table, and not to an earlier table that was dropped. */
    public boolean isOf(@Nullable String id) {
      return tableId == null || tableId.equals(id);
    }
  }

  private record Place(String table, String topicId, int partition) {}

  private final boolean isReadable;
  private final Map<Place, Start> own = new HashMap<>();

  /** Records by the table's UUID, which does not depend on the catalog's name. */
  private final Map<Place, Start> byTableId = new HashMap<>();

  private StartRecords(boolean isReadable) {
    this.isReadable = isReadable;
  }

  /**
   * Reads all start records.
   *
   * @param catalog the name of the catalog with the tables
   */
  public static StartRecords read(ClusterView kafka, String catalog) {
    TopicLook look = kafka.look(TOPIC);
    StartRecords records = new StartRecords(!(look instanceof TopicLook.Denied));
    if (look instanceof TopicLook.Found found) {
      TopicReader reader = kafka.reader();
      reader.start(TOPIC, reader.spans(TOPIC, found.partitions()), (partition, span) -> {});
      while (!reader.isDone()) {
        reader.next().forEach(record -> records.take(record, catalog));
      }
    }
    return records;
  }

  private void take(ConsumerRecord<byte[], byte[]> record, String catalog) {
    if (record.key() == null) {
      return;
    }
    try {
      JsonNode about = JSON.readTree(new String(record.key(), UTF_8));
      if (!about.path("kind").asText().equals("start")) {
        return;
      }
      String table = about.path("table").asText();
      String topicId = about.path("topicId").asText();
      int partition = about.path("partition").asInt();
      Place place = new Place(table, topicId, partition);
      boolean isOwn = about.path("catalog").asText().equals(catalog);
      if (record.value() == null) {
        if (isOwn) {
          own.remove(place);
        }
        return;
      }
      JsonNode content = JSON.readTree(new String(record.value(), UTF_8));
      Start start =
          new Start(
              content.path("topic").asText(),
              content.path("tableId").textValue(),
              content.path("first").asLong(),
              content.path("settled").asLong(),
              content.path("mark").asLong(-1));
      if (isOwn) {
        own.put(place, start);
      } else if (start.tableId() != null) {
        byTableId.put(new Place(start.tableId(), topicId, partition), start);
      }
    } catch (JsonProcessingException e) {
      // not a start record of Sluice
    }
  }

  /** Whether this user has permission to read the records. */
  public boolean isReadable() {
    return isReadable;
  }

  /**
   * The record of a table, or null.
   *
   * @param tableId null if the table does not exist
   */
  public @Nullable Start of(String table, @Nullable String tableId, String topicId, int partition) {
    Start start = own.get(new Place(table, topicId, partition));
    return start == null && tableId != null
        ? byTableId.get(new Place(tableId, topicId, partition))
        : start;
  }

  /** Whether reading of the topic with this ID has started for any table. */
  public boolean knows(String topic, String topicId) {
    return own.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().topicId().equals(topicId)
                    && Objects.equals(entry.getValue().topic(), topic));
  }
}
