package io.sluice.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.audit.report.AuditReport;
import io.sluice.failure.SetUpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of the partitions that were verified without findings, one line of JSON each. A stopped
 * audit continues with the other partitions.
 */
final class ResumeFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Path file;
  private final boolean values;
  private final Map<String, JsonNode> done = new HashMap<>();

  /**
   * Opens a file, which does not have to exist.
   *
   * @param file null to keep nothing
   * @throws SetUpException if it cannot be read, or was not written by an audit
   */
  ResumeFile(@Nullable Path file, boolean values) {
    this.file = file;
    this.values = values;
    if (file == null || !Files.exists(file)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode node = JSON.readTree(line);
        if (node.path("values").asBoolean() == values && node.hasNonNull("partition")) {
          done.put(
              key(
                  node.path("topicId").asText(),
                  node.path("partition").asInt(),
                  node.path("from").asLong()),
              node);
        }
      }
    } catch (JsonProcessingException e) {
      throw new SetUpException(
          "--resume: file '" + file + "' was not written by an audit; choose a different file");
    } catch (IOException e) {
      throw new SetUpException("--resume: cannot read file '" + file + "': " + e);
    }
  }

  private static String key(String topicId, int partition, long from) {
    return topicId + "/" + partition + "/" + from;
  }

  /** A partition that was verified up to an offset. */
  record Done(long to, AuditReport.Counts counts) {}

  /** The verified part of a partition from its first offset, or null. */
  @Nullable Done of(SourceTopic topic, PartitionPlaces places) {
    JsonNode node = done.get(key(topic.id(), places.partition(), places.range().from()));
    try {
      return node == null
          ? null
          : new Done(
              node.path("to").asLong(),
              JSON.treeToValue(node.path("counts"), AuditReport.Counts.class));
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Records that a partition was verified without findings. */
  synchronized void add(SourceTopic topic, PartitionPlaces places, AuditReport.Counts counts) {
    if (file == null) {
      return;
    }
    var line = JSON.createObjectNode();
    line.put("topic", topic.name()).put("topicId", topic.id()).put("partition", places.partition());
    line.put("from", places.range().from()).put("to", places.range().to()).put("values", values);
    line.set("counts", JSON.valueToTree(counts));
    try {
      Files.writeString(
          file,
          line + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new SetUpException("--resume: cannot write file '" + file + "': " + e);
    }
  }
}
