package io.sluice.job.mark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.failure.ConflictException;
import io.sluice.kafka.SourcePartition;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The marks of a table. For each source partition, every record below the mark is accounted for,
 * and the table has no row at or above it. They are stored in the table and change in the
 * transaction that adds its rows.
 *
 * @param sequence the number of commits that moved the marks, 0 if there are none yet
 * @param owner the pipeline that moved them last; information only
 * @param topics by topic ID
 */
public record Marks(long sequence, String owner, Map<String, TopicMarks> topics) {

  /** The table property that contains the marks as JSON. */
  public static final String PROPERTY = "sluice.marks";

  /** The entry in a snapshot's summary that contains the sequence number. */
  public static final String SEQUENCE = "sluice.sequence";

  /** The entry in a snapshot's summary that contains the digest of its marks. */
  public static final String DIGEST = "sluice.marks.sha256";

  public static final Marks NONE = new Marks(0, "", Map.of());

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The marks of one topic, by partition. */
  public record TopicMarks(String topic, Map<Integer, Long> offsets) {}

  /**
   * Reads the table property. {@link #NONE} if the table does not have it.
   *
   * @throws ConflictException if its content is not valid
   */
  public static Marks parse(String table, @Nullable String property) {
    if (property == null) {
      return NONE;
    }
    try {
      JsonNode root = JSON.readTree(property);
      Map<String, TopicMarks> topics = new TreeMap<>();
      object(root, "topics")
          .properties()
          .forEach(entry -> topics.put(entry.getKey(), topicMarks(entry.getValue())));
      return new Marks(number(root.path("sequence")), text(root, "owner"), topics);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new ConflictException(
          "property "
              + PROPERTY
              + " of table "
              + table
              + " does not contain valid marks. Someone edited it manually. Restore its last"
              + " valid value, then start again.");
    }
  }

  private static TopicMarks topicMarks(JsonNode node) {
    Map<Integer, Long> offsets = new TreeMap<>();
    object(node, "offsets")
        .properties()
        .forEach(entry -> offsets.put(partition(entry.getKey()), number(entry.getValue())));
    return new TopicMarks(text(node, "topic"), offsets);
  }

  private static JsonNode object(JsonNode parent, String member) {
    JsonNode node = parent.path(member);
    if (!node.isObject()) {
      throw new IllegalArgumentException("not marks");
    }
    return node;
  }

  private static String text(JsonNode parent, String member) {
    JsonNode node = parent.path(member);
    if (!node.isTextual()) {
      throw new IllegalArgumentException("not marks");
    }
    return node.textValue();
  }

  private static int partition(String text) {
    int number = Integer.parseInt(text);
    if (number < 0) {
      throw new IllegalArgumentException("not marks");
    }
    return number;
  }

  private static long number(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw new IllegalArgumentException("not marks");
    }
    return node.longValue();
  }

  /** The text for the table property. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("sequence", sequence);
    root.put("owner", owner);
    ObjectNode all = root.putObject("topics");
    topics.forEach(
        (id, marks) -> {
          ObjectNode topic = all.putObject(id);
          topic.put("topic", marks.topic());
          ObjectNode offsets = topic.putObject("offsets");
          marks.offsets().forEach((partition, offset) -> offsets.put("" + partition, offset));
        });
    return root.toString();
  }

  /**
   * The first half of SHA-256 of {@link #toJson}, in hexadecimal. It shows whether something other
   * than a commit changed the property.
   */
  public String digest() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(toJson().getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, hash.length / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The mark of a partition, if there is one. */
  public OptionalLong of(SourcePartition partition) {
    TopicMarks marks = topics.get(partition.topicId());
    Long offset = marks == null ? null : marks.offsets().get(partition.partition());
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** Whether there is a mark for the topic, under any ID. */
  public boolean knows(String topic) {
    return topics.values().stream().anyMatch(marks -> marks.topic().equals(topic));
  }

  /** These marks moved up to the given positions, never down. */
  public Marks moved(Map<SourcePartition, Long> positions, String mover) {
    Map<String, TopicMarks> moved = new TreeMap<>(topics);
    positions.forEach(
        (partition, position) -> {
          TopicMarks before = moved.get(partition.topicId());
          Map<Integer, Long> offsets =
              before == null ? new TreeMap<>() : new TreeMap<>(before.offsets());
          offsets.merge(partition.partition(), position, Math::max);
          moved.put(
              partition.topicId(), new TopicMarks(partition.topic(), new LinkedHashMap<>(offsets)));
        });
    return new Marks(sequence + 1, mover, moved);
  }
}
