package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.failure.SetUpException;
import io.sluice.job.hold.SkipOrder;
import io.sluice.kafka.TopicReader;
import io.sluice.offset.Coordinates;
import io.sluice.offset.RecordSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the journal says after all that was written to it. */
class JournalTest {

  private final Journal journal = new Journal();
  private long next;

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; values may be null
  private void take(String key, @Nullable String value) {
    journal.take(Letters.entry(next++, key, value));
  }

  private void take(Map<String, JsonNode> entries) {
    entries.forEach((key, entry) -> take(key, entry.toString()));
  }

  private static Coordinates at(long offset) {
    return new Coordinates("orders", 0, offset);
  }

  private static RecordSet set(long... offsets) {
    RecordSet set = new RecordSet();
    for (long offset : offsets) {
      set.add(at(offset));
    }
    return set;
  }

  private static String sent(int round, String ids, String parked, String next) {
    return """
        {"kind": "sent", "digest": "d1", "round": %d, "ids": {%s}, "parked": {%s}, "next": {%s}}
        """
        .formatted(round, ids, parked, next);
  }

  @Test
  void whatAPlanSentIsKnownByItsRounds() {
    take("sent/d1/1/0", sent(1, "\"orders/0\": [[3, 5]]", "\"orders/0\": [[9, 9]]", "\"0\": 6"));
    take("sent/d1/1/1", sent(1, "\"orders/0\": [[7, 7]]", "", "\"0\": 4, \"1\": 2"));
    take("sent/d1/2/0", sent(2, "\"orders/0\": [[4, 4]]", "", "\"0\": 8"));
    assertThat(journal.sent().size()).isEqualTo(4);
    assertThat(journal.sent().contains(at(5))).isTrue();
    assertThat(journal.parked().contains(at(9))).isTrue();
    assertThat(journal.sent().contains(at(9))).isFalse();
    assertThat(journal.sentIdsOf("d1").size()).isEqualTo(4);
    assertThat(journal.sentIdsOf("d1", 2).contains(at(4))).isTrue();
    assertThat(journal.sentIdsOf("d1", 2).size()).isEqualTo(1);
    assertThat(journal.sentIdsOf("d2").size()).isZero();
    assertThat(journal.sentIdsOf("d1", 3).size()).isZero();
    assertThat(journal.positions("d1", 1)).isEqualTo(Map.of(0, 6L, 1, 2L));
    assertThat(journal.positions("d1", 2)).isEqualTo(Map.of(0, 8L));
    assertThat(journal.positions("d2", 1)).isEmpty();
    take("replay/d1", "{\"kind\": \"replay\", \"digest\": \"d1\"}");
    assertThat(journal.batchesOf("d1"))
        .hasSize(3)
        .as("ids are in sets alone")
        .noneMatch(entry -> entry.has("ids") || entry.has("parked"));
    assertThat(journal.batchesOf("d2")).isEmpty();
  }

  @Test
  void aNewRoundBeginsWhereTheLastCameToItsEnd() {
    assertThat(journal.round("d1")).isEqualTo(1);
    take("replay/d1", "{\"kind\": \"replay\", \"round\": 2, \"status\": \"stopped\"}");
    assertThat(journal.round("d1")).isEqualTo(2);
    take("replay/d1", "{\"kind\": \"replay\", \"round\": 2, \"status\": \"done\"}");
    assertThat(journal.round("d1")).isEqualTo(3);
    assertThat(journal.round("d2")).isEqualTo(1);
  }

  @Test
  void theHistoryIsOfSummariesTheOldestFirst() {
    take("replay/d2", "{\"kind\": \"replay\", \"at\": \"2026-01-02T00:00:00Z\"}");
    take("sent/d1/1/0", sent(1, "", "", ""));
    take("replay/d1", "{\"kind\": \"replay\", \"at\": \"2026-01-01T00:00:00Z\"}");
    take("replay/d3", "{\"kind\": \"replay\", \"at\": \"2026-01-03T00:00:00Z\"}");
    take("replay/d3", null);
    assertThat(journal.history())
        .extracting(entry -> entry.path("at").asText())
        .containsExactly("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
  }

  @Test
  void anEntryThatIsNoJsonIsTold() {
    assertThatThrownBy(() -> take("replay/d1", "no JSON"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the journal __sluice_journal contains invalid JSON at offset 0");
  }

  @Test
  void whatIsDiscardedIsClosedUntilItIsUndone() {
    take(Discard.entries("x1", "orders.dlq", set(3, 4, 7), "too old", "me"));
    take(Discard.entries("x2", "orders.dlq", set(9), "too old", "me"));
    Map<String, JsonNode> undo = Discard.undone(journal, "x2", "you");
    assertThat(undo).containsOnlyKeys("discard/x2/0");
    take(undo);
    assertThat(journal.discarded().size()).as("not all is read yet").isZero();
    journal.complete();
    assertThat(journal.discarded().size()).isEqualTo(3);
    assertThat(journal.discarded().contains(at(4))).isTrue();
    assertThat(journal.discarded().contains(at(9))).isFalse();
    assertThat(journal.sent().size()).isZero();
    JsonNode undone = journal.discard("x2").getOrDefault("discard/x2/0", MissingNode.getInstance());
    assertThat(undone.path("undoneBy").asText()).isEqualTo("you");
    assertThat(journal.discard("x")).isEmpty();
  }

  @Test
  void aDiscardThatIsNotThereCannotBeUndone() {
    assertThatThrownBy(() -> Discard.undone(journal, "x1", "you"))
        .isInstanceOf(SetUpException.class)
        .hasMessage("the journal has no discard 'x1'; 'sluice replay history' lists all discards");
  }

  @Test
  void aDiscardSaysWhoClosedWhatAndWhy() {
    Map<String, JsonNode> entries =
        Discard.entries("x1", "orders.dlq", set(3, 4, 7), "too old", "me");
    assertThat(entries).containsOnlyKeys("discard/x1/0");
    JsonNode entry = entries.getOrDefault("discard/x1/0", MissingNode.getInstance());
    assertThat(entry.path("kind").asText()).isEqualTo("discard");
    assertThat(entry.path("discard").asText()).isEqualTo("x1");
    assertThat(entry.path("letters").asText()).isEqualTo("orders.dlq");
    assertThat(entry.path("who").asText()).isEqualTo("me");
    assertThat(entry.path("reason").asText()).isEqualTo("too old");
    assertThat(entry.path("count").asLong()).isEqualTo(3);
    assertThat(entry.path("undone").asBoolean(true)).isFalse();
    assertThat(entry.path("at").asText())
        .as("whole seconds")
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(entry.path("ids").toString()).isEqualTo("{\"orders/0\":[[3,4],[7,7]]}");
  }

  @Test
  void aLargeDiscardIsInSeveralEntriesOfWhichTheFirstCounts() {
    RecordSet many = new RecordSet();
    for (long i = 0; i < 10_001; i++) {
      many.add(at(2 * i));
    }
    Map<String, JsonNode> entries = Discard.entries("x1", "orders.dlq", many, "too old", "me");
    assertThat(entries.keySet()).containsExactly("discard/x1/0", "discard/x1/1");
    assertThat(entries.values())
        .extracting(entry -> entry.path("count").asLong())
        .containsExactly(10_001L, 0L);
    assertThat(entries.values())
        .extracting(entry -> entry.path("ids").path("orders/0").size())
        .containsExactly(10_000, 1);
    take(entries);
    journal.complete();
    assertThat(journal.discarded().size()).isEqualTo(10_001);
    assertThat(journal.discard("x1")).hasSize(2);
  }

  @Test
  void aRecordThatIsSentToTheDeadLettersIsNoted() {
    SkipOrder order = new SkipOrder("shop", "orders", "id1", 0, 17, "me", "now", "it holds");
    Map<String, JsonNode> entries = Discard.skipped(order, "orders.dlq");
    assertThat(entries).containsOnlyKeys("skip/id1/0/17");
    assertThat(entries.values())
        .extracting(JsonNode::toString)
        .containsExactly(
            "{\"kind\":\"skip\",\"id\":\"orders/0/17\",\"topicId\":\"id1\","
                + "\"letters\":\"orders.dlq\",\"who\":\"me\",\"at\":\"now\","
                + "\"reason\":\"it holds\"}");
  }

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final TopicReader reader =
      new TopicReader(consumer, Duration.ofSeconds(10), System::nanoTime);

  private void write(long offset, String key, String value) {
    consumer.addRecord(Letters.entry(offset, key, value));
  }

  @Test
  void theJournalIsReadFromItsBeginningToItsEnd() {
    TopicPartition partition = new TopicPartition(Journal.TOPIC, 0);
    consumer.updatePartitions(
        Journal.TOPIC, List.of(new PartitionInfo(Journal.TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, 1L));
    consumer.schedulePollTask(
        () ->
            Discard.entries("x1", "orders.dlq", set(3), "too old", "me")
                .forEach((key, entry) -> write(0, key, entry.toString())));
    consumer.schedulePollTask(
        () -> write(1, "sent/d1/1/0", sent(1, "\"orders/0\": [[3, 5]]", "", "")));
    Journal read = JournalTopic.read(reader, () -> 2);
    assertThat(read.discarded().contains(at(3))).isTrue();
    assertThat(read.sent().size()).isEqualTo(3);
  }

  @Test
  void aJournalThatIsNotThereIsEmpty() {
    Journal read =
        JournalTopic.read(
            reader,
            () -> {
              throw new AssertionError("there is no end to ask for");
            });
    assertThat(read.history()).isEmpty();
    assertThat(consumer.assignment()).isEmpty();
  }
}
