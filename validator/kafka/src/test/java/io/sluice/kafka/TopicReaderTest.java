package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class TopicReaderTest {

  private static final String TOPIC = "orders";
  private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("none");
  private final AtomicLong nanos = new AtomicLong();
  private final TopicReader reader = new TopicReader(kafka, Duration.ofSeconds(60), nanos::get);

  @Test
  void aSpanEndsBeforeItsEnd() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(2, 5)));
    add(FIRST, 0, 10);
    assertThat(reader.isDone()).isFalse();
    assertThat(reader.done()).isZero();
    assertThat(next()).containsExactly("0/2", "0/3", "0/4");
    assertThat(reader.isDone()).isTrue();
    assertThat(reader.done()).isEqualTo(1);
    assertThat(next()).isEmpty();
  }

  @Test
  void onlyThePartitionThatIsFinishedIsPaused() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(0, 2), 1, new OffsetSpan(0, 6)));
    add(FIRST, 0, 4);
    add(SECOND, 0, 2);
    assertThat(next()).containsExactlyInAnyOrder("0/0", "0/1", "1/0", "1/1");
    assertThat(kafka.paused()).containsExactly(FIRST);
    assertThat(reader.done()).isEqualTo(0.5);
    add(SECOND, 2, 6);
    assertThat(next()).containsExactly("1/2", "1/3", "1/4", "1/5");
    assertThat(reader.isDone()).isTrue();
  }

  @Test
  void theLastOffsetsNeedNoRecord() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(0, 5)));
    add(FIRST, 0, 2);
    assertThat(next()).containsExactly("0/0", "0/1");
    assertThat(reader.isDone()).isFalse();
    // the rest are records of a transaction that was aborted, which Kafka's consumer passes
    kafka.schedulePollTask(() -> kafka.seek(FIRST, 7));
    assertThat(next()).isEmpty();
    assertThat(reader.isDone()).isTrue();
    assertThat(kafka.paused()).containsExactly(FIRST);
  }

  @Test
  void emptySpansAreDone() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(5, 5), 1, new OffsetSpan(7, 3)));
    assertThat(reader.isDone()).isTrue();
    assertThat(reader.done()).isEqualTo(1);
    assertThat(next()).isEmpty();
  }

  @Test
  void aPartitionThatWasReadCanBeReadAgain() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(0, 2)));
    add(FIRST, 0, 2);
    assertThat(next()).hasSize(2);
    reader.start(TOPIC, Map.of(0, new OffsetSpan(1, 3)));
    add(FIRST, 1, 3);
    assertThat(next()).containsExactly("0/1", "0/2");
    assertThat(reader.isDone()).isTrue();
  }

  @Test
  void recordsThatKafkaDeletesMeanwhileAreLosses() {
    List<String> lost = new ArrayList<>();
    reader.start(
        TOPIC,
        Map.of(0, new OffsetSpan(1, 6)),
        (partition, span) -> lost.add(partition + ": " + span.from() + "-" + span.to()));
    kafka.updateBeginningOffsets(Map.of(FIRST, 4L));
    add(FIRST, 4, 8);
    assertThat(next()).isEmpty();
    assertThat(lost).containsExactly("0: 1-4");
    assertThat(next()).containsExactly("0/4", "0/5");
    assertThat(reader.isDone()).isTrue();
  }

  @Test
  void aSpanCanBeLostToItsEnd() {
    List<OffsetSpan> lost = new ArrayList<>();
    reader.start(TOPIC, Map.of(0, new OffsetSpan(1, 6)), (partition, span) -> lost.add(span));
    kafka.updateBeginningOffsets(Map.of(FIRST, 40L));
    add(FIRST, 40, 41);
    assertThat(next()).isEmpty();
    assertThat(lost).containsExactly(new OffsetSpan(1, 6));
    assertThat(reader.isDone()).isTrue();
  }

  @Test
  void whoDoesNotAskForLossesGetsAnOutage() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(1, 6)));
    kafka.updateBeginningOffsets(Map.of(FIRST, 4L));
    add(FIRST, 4, 8);
    assertThatThrownBy(this::next)
        .isInstanceOf(OutageException.class)
        .hasMessage(
            "Kafka deleted records from topic orders while they were being read: partition 0,"
                + " offsets 1 to 3. Run the command again.");
  }

  @Test
  void aTopicThatIsTruncatedIsNoLoss() {
    List<OffsetSpan> lost = new ArrayList<>();
    reader.start(TOPIC, Map.of(0, new OffsetSpan(5, 9)), (partition, span) -> lost.add(span));
    kafka.updateBeginningOffsets(Map.of(FIRST, 0L));
    kafka.setPollException(new OffsetOutOfRangeException(Map.of(FIRST, 5L)));
    assertThatThrownBy(this::next)
        .isInstanceOf(OutageException.class)
        .hasMessageStartingWith(
            "topic orders was truncated or recreated while it was being read: partition 0 no"
                + " longer has offset 5.");
    assertThat(lost).isEmpty();
  }

  @Test
  void aMinuteOfSilenceIsAnOutage() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(0, 5)));
    silence(Duration.ofSeconds(50));
    assertThat(next()).isEmpty();
    kafka.schedulePollTask(() -> add(FIRST, 0, 1));
    assertThat(next()).containsExactly("0/0");
    silence(Duration.ofSeconds(50));
    assertThat(next()).isEmpty();
    silence(Duration.ofSeconds(11));
    assertThatThrownBy(this::next)
        .isInstanceOfSatisfying(
            OutageException.class, e -> assertThat(TopicReader.isSilence(e)).isTrue())
        .hasMessage(
            "topic orders delivered no records for 60 s, although it has more. Check its brokers,"
                + " then run the command again.");
  }

  @Test
  void whatIsDoneWithABatchIsNoSilence() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(0, 5)));
    add(FIRST, 0, 2);
    assertThat(next()).hasSize(2);
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(next()).isEmpty();
  }

  @Test
  void passedOffsetsAreNoSilence() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(0, 1_000)));
    for (int i = 1; i < 5; i++) {
      int offset = i;
      kafka.schedulePollTask(
          () -> {
            nanos.addAndGet(Duration.ofSeconds(50).toNanos());
            kafka.seek(FIRST, offset);
          });
      assertThat(next()).isEmpty();
    }
  }

  @Test
  void followingGivesWhatIsAddedAndNeverEnds() {
    partitions(TOPIC, 1);
    kafka.updateBeginningOffsets(Map.of(FIRST, 0L));
    kafka.updateEndOffsets(Map.of(FIRST, 7L));
    reader.follow(TOPIC);
    add(FIRST, 5, 9);
    assertThat(next()).containsExactly("0/7", "0/8");
    silence(Duration.ofDays(1));
    assertThat(next()).isEmpty();
    assertThat(reader.isDone()).isFalse();
    assertThat(reader.done()).isLessThan(0.01);
  }

  @Test
  void spansAreWhatPartitionsHave() {
    kafka.updateBeginningOffsets(Map.of(FIRST, 3L, SECOND, 0L));
    kafka.updateEndOffsets(Map.of(FIRST, 8L, SECOND, 0L));
    assertThat(reader.spans(TOPIC, List.of(0, 1)))
        .isEqualTo(Map.of(0, new OffsetSpan(3, 8), 1, new OffsetSpan(0, 0)));
  }

  @Test
  void aTopicThatDoesNotExistIsNamedWithTheNearestThatDoes() {
    partitions(TOPIC, 2);
    assertThat(reader.partitions(TOPIC)).containsExactly(0, 1);
    assertThat(reader.partitions("order")).isEmpty();
    assertThatThrownBy(() -> reader.requirePartitions("order"))
        .isInstanceOf(SetUpException.class)
        .hasMessage("there is no topic 'order'; did you mean 'orders'?");
  }

  @Test
  void aMissingRightIsASetupProblem() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(0, 5)));
    kafka.setPollException(new TopicAuthorizationException("Not authorized"));
    assertThatThrownBy(this::next)
        .isInstanceOf(SetUpException.class)
        .hasMessage(
            "no permission to read topic orders: Not authorized. Grant Describe and Read on it.");
  }

  @Test
  void anythingElseThatKafkaSaysIsAnOutage() {
    kafka.setOffsetsException(new KafkaException("wrapped", new TimeoutException("too late")));
    assertThatThrownBy(() -> reader.spans(TOPIC, List.of(0)))
        .isInstanceOfSatisfying(
            OutageException.class, e -> assertThat(TopicReader.isSilence(e)).isFalse())
        .hasMessage(
            "the Kafka request for topic orders failed: too late. Run the command again when its"
                + " brokers respond.");
  }

  @Test
  void anInterruptionIsNoOutage() {
    reader.start(TOPIC, Map.of(0, new OffsetSpan(0, 5)));
    kafka.setPollException(new InterruptException("stop"));
    assertThatThrownBy(this::next).isInstanceOf(InterruptionException.class);
    // and whoever is above notices too
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void propertiesThatTheClientRefusesAreASetupProblem() {
    assertThatThrownBy(
            () ->
                new TopicReader(
                    Map.of("bootstrap.servers", "127.0.0.1:1", "fetch.max.bytes", "many"),
                    Duration.ofSeconds(1)))
        .isInstanceOf(SetUpException.class)
        .hasMessageStartingWith("the Kafka client rejected its properties: ")
        .hasMessageContaining("fetch.max.bytes");
  }

  private void add(TopicPartition partition, long from, long to) {
    for (long offset = from; offset < to; offset++) {
      kafka.addRecord(
          new ConsumerRecord<>(
              partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
    }
  }

  private void silence(Duration time) {
    kafka.schedulePollTask(() -> nanos.addAndGet(time.toNanos()));
  }

  private void partitions(String topic, int count) {
    List<PartitionInfo> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      partitions.add(new PartitionInfo(topic, i, null, null, null));
    }
    kafka.updatePartitions(topic, partitions);
  }

  /** The next records as partition/offset. */
  private List<String> next() {
    List<String> places = new ArrayList<>();
    reader.next().forEach(record -> places.add(record.partition() + "/" + record.offset()));
    return places;
  }
}
