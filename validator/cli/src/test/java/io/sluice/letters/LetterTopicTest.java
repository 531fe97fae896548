package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.SetUpException;
import io.sluice.header.Headers;
import io.sluice.kafka.TopicReader;
import io.sluice.offset.RecordSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Reading a topic of letters from Kafka's own consumer for tests. */
class LetterTopicTest {

  private static final String TOPIC = "orders.dlq";
  private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
  private static final TopicPartition P1 = new TopicPartition(TOPIC, 1);

  private MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final List<String> visited = new ArrayList<>();

  private LetterTopic topic() {
    consumer.updatePartitions(
        TOPIC,
        List.of(
            new PartitionInfo(TOPIC, 0, null, null, null),
            new PartitionInfo(TOPIC, 1, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
    consumer.updateEndOffsets(Map.of(P0, 3L, P1, 2L));
    return new LetterTopic(TOPIC, reader());
  }

  private TopicReader reader() {
    return new TopicReader(consumer, Duration.ofSeconds(10), System::nanoTime);
  }

  private void arrive(int partition, long... offsets) {
    consumer.schedulePollTask(
        () -> {
          for (long offset : offsets) {
            arrive(partition, offset, Map.of());
          }
        });
  }

  private void arrive(int partition, long offset, Map<String, String> more) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.FORMAT, bytes(Headers.VERSION));
    headers.add(Headers.ID, bytes("orders/" + partition + "/" + offset));
    more.forEach((name, value) -> headers.add(name, bytes(value)));
    consumer.addRecord(Letters.record(partition, offset, 7, null, "{}", headers));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private boolean visit(Letter letter) {
    visited.add(letter.place().partition() + "/" + letter.place().offset());
    return true;
  }

  @Test
  void aTopicThatIsNotThereIsNamed() {
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    assertThatThrownBy(() -> new LetterTopic("order.dlq", reader()))
        .isInstanceOf(SetUpException.class)
        .hasMessageStartingWith("there is no topic 'order.dlq'")
        .hasMessageContaining(TOPIC);
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void theEndsAreOfEachPartition() {
    try (LetterTopic topic = topic()) {
      assertThat(topic.name()).isEqualTo(TOPIC);
      assertThat(topic.ends()).isEqualTo(Map.of(0, 3L, 1, 2L));
      assertThat(consumer.closed()).isFalse();
    }
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void lettersAreReadUpToTheEndsThatAreGiven() {
    LetterTopic topic = topic();
    arrive(0, 0, 1, 2);
    arrive(1, 0, 1);
    topic.read(Map.of(), Map.of(0, 2L, 1, 2L, 7, 9L), this::visit);
    assertThat(visited).containsExactlyInAnyOrder("0/0", "0/1", "1/0", "1/1");
    assertThat(topic.incomplete()).isZero();
  }

  @Test
  void partitionsWithoutAnEndAreLeftOutAndLettersBeforeTheBeginning() {
    LetterTopic topic = topic();
    arrive(0, 0, 1, 2);
    topic.read(Map.of(0, 1L), Map.of(0, 3L), this::visit);
    assertThat(consumer.assignment()).containsExactly(P0);
    assertThat(visited).containsExactly("0/1", "0/2");
  }

  @Test
  void theVisitorEndsTheReading() {
    LetterTopic topic = topic();
    arrive(0, 0, 1, 2);
    topic.read(Map.of(), Map.of(0, 3L), letter -> visit(letter) && visited.size() < 2);
    assertThat(visited).containsExactly("0/0", "0/1");
  }

  @Test
  void aScanReadsATopicAndCountsTheLettersThatLackPieces() {
    LetterTopic topic = topic();
    arrive(0, 0, 1);
    Map<String, String> piece =
        Map.of(Headers.PIECE, "1", Headers.PIECES, "2", Headers.PIECE_SET, "0000000a");
    consumer.schedulePollTask(() -> arrive(0, 2, piece));
    LetterScan scan =
        new LetterScan(
            LetterFilter.of(Map.of()),
            EnumSet.allOf(State.class),
            null,
            new LetterStates(new Journal(), new RecordSet(), new RecordSet()));
    scan.run(topic, Map.of(0, 3L), (letter, state) -> visit(letter));
    assertThat(visited).containsExactly("0/0", "0/1");
    assertThat(scan.incomplete()).isEqualTo(1);
    assertThat(topic.incomplete()).isEqualTo(1);
  }

  @Test
  void aScanEndsWhereItsVisitorSaysSo() {
    LetterTopic topic = topic();
    arrive(0, 0, 1, 2);
    LetterScan scan =
        new LetterScan(
            LetterFilter.of(Map.of()),
            EnumSet.allOf(State.class),
            null,
            new LetterStates(new Journal(), new RecordSet(), new RecordSet()));
    scan.run(topic, Map.of(0, 3L), (letter, state) -> visit(letter) && visited.size() < 2);
    assertThat(visited).containsExactly("0/0", "0/1");
  }

  @Test
  void whatArrivesIsFollowedFromTheEndOn() {
    consumer = new MockConsumer<>("latest");
    LetterTopic topic = topic();
    arrive(0, 2, 3);
    arrive(1, 2);
    topic.follow(letter -> visit(letter) && visited.size() < 2);
    assertThat(visited).containsExactly("0/3", "1/2");
  }

  @Test
  void aTopicKeepsLettersAsLongAsItsConfigurationSays() {
    assertThat(LetterRetention.millis(retention("60000"))).hasValue(60_000);
    assertThat(LetterRetention.millis(retention("0"))).hasValue(0);
    assertThat(LetterRetention.millis(retention("-1"))).isEmpty();
  }

  private static Config retention(String millis) {
    return new Config(List.of(new ConfigEntry("retention.ms", millis)));
  }

  /** A replay that goes on reads first what it has done, and then what is left. */
  @Test
  void aTopicThatWasReadIsReadAgain() {
    LetterTopic topic = topic();
    arrive(0, 0, 1, 2);
    topic.read(Map.of(), Map.of(0, 2L), this::visit);
    assertThat(consumer.paused()).as("it was read to its end").containsExactly(P0);
    visited.clear();
    arrive(0, 0, 1, 2);
    topic.read(Map.of(0, 2L), Map.of(0, 3L), this::visit);
    assertThat(visited).containsExactly("0/2");
  }
}
