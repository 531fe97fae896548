package io.sluice.audit.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/** The marks of a table, from its property {@code sluice.marks}. */
public final class TableMarks {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROPERTY = "sluice.marks";

  /** The marks of a table that cannot be read. */
  static final TableMarks NONE = new TableMarks(null, "");

  private record Topic(String name, Map<Integer, Long> offsets) {}

  private final @Nullable String text;
  private final String sequence;
  private final Map<String, Topic> topics = new TreeMap<>();

  private TableMarks(@Nullable String text, String sequence) {
    this.text = text;
    this.sequence = sequence;
  }

  /** Reads the marks of a table and compares them with the summary of its newest snapshot. */
  public static TableMarks of(Table table, String name, Findings findings) {
    String text = table.properties().get(PROPERTY);
    TableMarks marks;
    try {
      JsonNode root = JSON.readTree(text == null ? "{}" : text);
      marks = new TableMarks(text, root.path("sequence").asText());
      for (Map.Entry<String, JsonNode> one : root.path("topics").properties()) {
        Map<Integer, Long> offsets = new TreeMap<>();
        one.getValue()
            .path("offsets")
            .properties()
            .forEach(offset -> offsets.put(Integer.valueOf(offset.getKey()), number(offset)));
        marks.topics.put(one.getKey(), new Topic(one.getValue().path("topic").asText(), offsets));
      }
    } catch (JsonProcessingException | NumberFormatException e) {
      findings.add(
          Kind.MARKS, name, "the table property " + PROPERTY + " does not contain valid marks");
      return new TableMarks(text, "");
    }
    marks.compareWithSnapshots(table, name, findings);
    return marks;
  }

  private static long number(Map.Entry<String, JsonNode> offset) {
    return offset.getValue().asLong();
  }

  private void compareWithSnapshots(Table table, String name, Findings findings) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      String ofSnapshot = snapshot.summary().get("sluice.sequence");
      if (ofSnapshot == null) {
        continue;
      }
      String digest = snapshot.summary().get("sluice.marks.sha256");
      if (!ofSnapshot.equals(sequence)) {
        findings.add(
            Kind.MARKS,
            name,
            "the marks have "
                + (sequence.isEmpty() ? "no sequence" : "sequence " + sequence)
                + ", but the newest snapshot has sequence "
                + ofSnapshot
                + ": the table was rolled back, or the marks were edited manually");
      } else if (digest != null && !digest.equals(digest(text))) {
        findings.add(
            Kind.MARKS,
            name,
            "the marks differ from those in the newest snapshot: the table property "
                + PROPERTY
                + " was edited manually");
      }
      return;
    }
  }

  /** Whether the job that wrote the newest snapshot also wrote start records. */
  public static boolean hasStarts(Table table) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (snapshot.summary().get("sluice.sequence") != null) {
        return snapshot.summary().get("sluice.marks.sha256") != null;
      }
    }
    return false;
  }

  private static String digest(@Nullable String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest((text == null ? "" : text).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, hash.length / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The mark of a partition; 0 if there is none. */
  public long of(String topicId, int partition) {
    Topic topic = topics.get(topicId);
    return topic == null ? 0 : topic.offsets().getOrDefault(partition, 0L);
  }

  /** The IDs of all topics with a name that the table's rows may belong to. */
  public Set<String> idsOf(String topic) {
    Set<String> ids = new TreeSet<>();
    topics.forEach(
        (id, marks) -> {
          if (marks.name().equals(topic)) {
            ids.add(id);
          }
        });
    return ids;
  }

  /** The names of topics, by ID. */
  public Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    topics.forEach((id, topic) -> names.put(id, topic.name()));
    return names;
  }

  /** The marks of one topic, by partition. */
  public Map<Integer, Long> offsets(String topicId) {
    Topic topic = topics.get(topicId);
    return topic == null ? Map.of() : Map.copyOf(topic.offsets());
  }
}
