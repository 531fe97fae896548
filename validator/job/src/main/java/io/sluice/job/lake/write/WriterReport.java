package io.sluice.job.lake.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.job.lake.ledger.Tally;
import io.sluice.kafka.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The report of one writer between two barriers.
 *
 * @param tables per table, files as {@link WrittenFile} writes them
 */
public record WriterReport(
    Map<SourcePartition, Passed> partitions, Map<String, List<String>> tables) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The progress of one source partition.
   *
   * @param moved whether the position moved; otherwise, a hold of the partition started
   * @param marks the tables' marks when the run started
   * @param first the lowest offset in the files, by table
   */
  public record Passed(
      boolean moved, Map<String, Long> marks, Map<String, Long> first, Tally tally) {}

  public void add(PartitionProgress progress) {
    partitions.put(
        progress.partition().source(),
        new Passed(
            progress.hasMoved(),
            progress.partition().marks(),
            new HashMap<>(progress.first()),
            progress.tally()));
  }

  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode all = root.putArray("partitions");
    partitions.forEach(
        (partition, passed) -> {
          ObjectNode node = all.addObject();
          write(node, partition);
          node.set("passed", JSON.valueToTree(passed));
        });
    root.set("tables", JSON.valueToTree(tables));
    return root.toString();
  }

  public static WriterReport parse(String text) {
    Map<SourcePartition, Passed> partitions = new HashMap<>();
    Map<String, List<String>> tables = new HashMap<>();
    try {
      JsonNode root = JSON.readTree(text);
      for (JsonNode node : root.path("partitions")) {
        partitions.put(read(node), JSON.treeToValue(node.path("passed"), Passed.class));
      }
      for (Map.Entry<String, JsonNode> table : root.path("tables").properties()) {
        List<String> files = new ArrayList<>();
        table.getValue().forEach(file -> files.add(file.asText()));
        tables.put(table.getKey(), files);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a writer's report is not JSON", e);
    }
    return new WriterReport(partitions, tables);
  }

  public static void write(ObjectNode node, SourcePartition partition) {
    node.put("topic", partition.topic());
    node.put("topicId", partition.topicId());
    node.put("partition", partition.partition());
  }

  public static SourcePartition read(JsonNode node) {
    return new SourcePartition(
        node.path("topic").asText(), node.path("topicId").asText(), node.path("partition").asInt());
  }
}
