package io.sluice.job.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.job.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one writer did between two barriers.
 *
 * @param positions per partition, the position at the barrier
 * @param filteredBy per partition, the marks by which its rows were filtered, by table
 * @param tables per table, files and the lowest offset in them by partition
 */
record WriterReport(
    Map<SourcePartition, Long> positions,
    Map<SourcePartition, Map<String, Long>> filteredBy,
    Map<String, Written> tables) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Files for a table, as JSON of Iceberg's ContentFileParser, and where their rows begin. */
  record Written(List<String> files, Map<SourcePartition, Long> first) {}

  String toJson() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode partitions = root.putArray("partitions");
    positions.forEach(
        (partition, position) -> {
          ObjectNode node = partitions.addObject();
          write(node, partition);
          node.put("to", position);
          ObjectNode marks = node.putObject("filteredBy");
          filteredBy.getOrDefault(partition, Map.of()).forEach(marks::put);
          ObjectNode firsts = node.putObject("first");
          tables.forEach(
              (table, written) -> {
                Long first = written.first().get(partition);
                if (first != null) {
                  firsts.put(table, first);
                }
              });
        });
    ObjectNode files = root.putObject("files");
    tables.forEach(
        (table, written) -> {
          ArrayNode list = files.putArray(table);
          written.files().forEach(list::add);
        });
    return root.toString();
  }

  static WriterReport parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a writer's report is not JSON", e);
    }
    Map<SourcePartition, Long> positions = new HashMap<>();
    Map<SourcePartition, Map<String, Long>> filteredBy = new HashMap<>();
    Map<String, Written> tables = new HashMap<>();
    root.path("files")
        .properties()
        .forEach(
            entry -> {
              List<String> files = new ArrayList<>();
              entry.getValue().forEach(file -> files.add(file.asText()));
              tables.put(entry.getKey(), new Written(files, new HashMap<>()));
            });
    for (JsonNode node : root.path("partitions")) {
      SourcePartition partition = read(node);
      positions.put(partition, node.path("to").asLong());
      filteredBy.put(partition, longs(node.path("filteredBy")));
      longs(node.path("first"))
          .forEach(
              (table, first) -> {
                Written written = tables.get(table);
                if (written != null) {
                  written.first().put(partition, first);
                }
              });
    }
    return new WriterReport(positions, filteredBy, tables);
  }

  static void write(ObjectNode node, SourcePartition partition) {
    node.put("topic", partition.topic());
    node.put("topicId", partition.topicId());
    node.put("partition", partition.partition());
  }

  static SourcePartition read(JsonNode node) {
    return new SourcePartition(
        node.path("topic").asText(), node.path("topicId").asText(), node.path("partition").asInt());
  }

  private static Map<String, Long> longs(JsonNode node) {
    Map<String, Long> values = new HashMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asLong()));
    return values;
  }
}
