package io.sluice.job.start;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Selection;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The start records of the tables in one catalog: the topic selections of each table, and a start
 * record for each of its source partitions. Not thread-safe.
 */
public final class StartBook {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An entry of the book, as the topic stores it.
   *
   * @param key identifies the subject of the value
   */
  public record Entry(String key, String value) {}

  private record Place(String table, String topicId, int partition) {}

  private final String catalog;
  private final Map<Place, StartRecord> records = new HashMap<>();
  private final Map<String, Map<String, String>> topics = new HashMap<>();
  private final Map<String, Set<Selection>> selections = new HashMap<>();

  /**
   * @param catalog the identity of the catalog; entries for other catalogs are skipped
   */
  public StartBook(String catalog) {
    this.catalog = catalog;
  }

  /** The start record of a table, or null if reading for it has never started. */
  public @Nullable StartRecord record(String table, SourcePartition partition) {
    return records.get(new Place(table, partition.topicId(), partition.partition()));
  }

  /** The names of a table's source topics, by topic ID. */
  Map<String, String> topicsOf(String table) {
    return topics.getOrDefault(table, Map.of());
  }

  /** Whether a table has had a selection that selects the topic. */
  boolean selects(Collection<String> tables, String topic) {
    return tables.stream()
        .flatMap(table -> selections.getOrDefault(table, Set.of()).stream())
        .anyMatch(selection -> selection.selects(topic));
  }

  /** The entries that add selections to those of a table. None if it has them all. */
  List<Entry> adding(String table, Collection<Selection> more) {
    Set<Selection> known = selections.getOrDefault(table, Set.of());
    return more.stream()
        .distinct()
        .filter(one -> !known.contains(one))
        .map(
            one ->
                new Entry(
                    key("selection", table)
                        .put("by", one.kind().name())
                        .put("text", one.text())
                        .toString(),
                    "{}"))
        .toList();
  }

  /** The entry that stores a start record. */
  Entry entry(String table, SourcePartition partition, StartRecord record) {
    ObjectNode key = key("start", table);
    key.put("topicId", partition.topicId()).put("partition", partition.partition());
    ObjectNode value = JSON.createObjectNode();
    value.put("topic", partition.topic()).put("tableId", record.tableId());
    value.put("first", record.first()).put("settled", record.settled()).put("mark", record.mark());
    return new Entry(key.toString(), value.toString());
  }

  private ObjectNode key(String kind, String table) {
    return JSON.createObjectNode().put("kind", kind).put("catalog", catalog).put("table", table);
  }

  /**
   * Adds an entry to the book.
   *
   * @param value null if the entry was deleted
   */
  public void take(String key, @Nullable String value) {
    try {
      JsonNode about = JSON.readTree(key);
      if (!about.path("catalog").asText().equals(catalog)) {
        return;
      }
      JsonNode content = value == null ? null : JSON.readTree(value);
      String table = about.path("table").asText();
      switch (about.path("kind").asText()) {
        case "start" -> takeRecord(table, about, content);
        case "selection" -> takeSelection(table, about, content);
        default -> {
          // written by a newer Sluice
        }
      }
    } catch (JsonProcessingException e) {
      // not written by Sluice, so ignored
    }
  }

  private void takeRecord(String table, JsonNode about, @Nullable JsonNode content) {
    String topicId = about.path("topicId").asText();
    Place place = new Place(table, topicId, about.path("partition").asInt());
    if (content == null) {
      records.remove(place);
      return;
    }
    topics
        .computeIfAbsent(table, t -> new HashMap<>())
        .put(topicId, content.path("topic").asText());
    records.put(
        place,
        new StartRecord(
            content.path("tableId").textValue(),
            content.path("first").asLong(),
            content.path("settled").asLong(),
            content.path("mark").asLong(StartRecord.NO_MARK)));
  }

  /**
   * One entry for each selection, so that two pipelines that write to the same table do not undo
   * each other's entries.
   */
  private void takeSelection(String table, JsonNode about, @Nullable JsonNode content) {
    for (Selection.Kind kind : Selection.Kind.values()) {
      if (kind.name().equals(about.path("by").asText())) {
        Selection selection = new Selection(kind, about.path("text").asText());
        Set<Selection> known = selections.computeIfAbsent(table, t -> new LinkedHashSet<>());
        boolean unused = content == null ? known.remove(selection) : known.add(selection);
      }
    }
  }
}
