package io.sluice.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.letters.Journal;
import io.sluice.offset.RecordSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The entries that a replay writes to the {@link Journal}. */
final class JournalEntries {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JournalEntries() {}

  /**
   * The entry of a batch, which is one transaction.
   *
   * @param from the first letter of the batch, by partition of the dead-letter topic
   * @param next the offset at which the plan continues, by partition
   */
  static ProducerRecord<byte[], byte[]> batch(
      ReplayPlan plan,
      int round,
      Map<Integer, Long> from,
      Map<Integer, Long> next,
      RecordSet sent,
      RecordSet parked,
      Counts counts,
      Instant now) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("kind", "sent");
    entry.put("digest", plan.digest());
    entry.put("round", round);
    entry.put("letters", plan.letters());
    entry.put("at", now.toString());
    ObjectNode positions = entry.putObject("next");
    next.forEach((partition, offset) -> positions.put("" + partition, offset));
    entry.set("ids", ids(sent));
    entry.set("parked", ids(parked));
    entry.set("counts", counts.toJson());
    Map.Entry<Integer, Long> first = from.entrySet().iterator().next();
    return record(
        "sent/" + plan.digest() + "/" + round + "/" + first.getKey() + "/" + first.getValue(),
        entry);
  }

  /** The summary of a round for the history; it replaces the plan's earlier summary. */
  static ProducerRecord<byte[], byte[]> summary(
      ReplayPlan plan, int round, String who, String status, Counts counts, Instant now) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("kind", "replay");
    entry.put("digest", plan.digest());
    entry.put("plan", plan.name());
    entry.put("letters", plan.letters());
    entry.put("target", plan.target());
    entry.put("who", who);
    entry.put("at", now.toString());
    entry.put("round", round);
    entry.put("status", status);
    entry.set("counts", counts.toJson());
    return record("replay/" + plan.digest(), entry);
  }

  /** Ids by {@code topic/partition}, as runs without gaps. */
  private static ObjectNode ids(RecordSet records) {
    ObjectNode ids = JSON.createObjectNode();
    records.forEach(
        (partition, offsets) -> {
          ArrayNode ranges = ids.putArray(partition);
          offsets.ranges().forEach(range -> ranges.addArray().add(range[0]).add(range[1]));
        });
    return ids;
  }

  private static ProducerRecord<byte[], byte[]> record(String key, ObjectNode entry) {
    return new ProducerRecord<>(
        Journal.TOPIC,
        key.getBytes(StandardCharsets.UTF_8),
        entry.toString().getBytes(StandardCharsets.UTF_8));
  }
}
