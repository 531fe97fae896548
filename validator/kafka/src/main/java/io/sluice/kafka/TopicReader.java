package io.sluice.kafka;

import static io.sluice.kafka.ConsumerErrors.asked;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.failure.Suggestion;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was committed to topics, from one offset to another, with a consumer that is in no
 * group, commits nothing, and creates nothing. For one thread at a time.
 *
 * <p>Its methods throw a {@link SetUpException} where the right to read a topic is missing, an
 * {@link OutageException} where Kafka cannot be asked, and an {@link InterruptionException} where
 * somebody asked the thread to stop.
 */
public final class TopicReader implements AutoCloseable {

  /** How long a broker may give nothing while there is more to read. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Duration silence;
  private final LongSupplier nanoTime;

  private String topic = "";
  private OpenSpans open = new OpenSpans("", Map.of());
  private Losses losses = (partition, span) -> {};
  private boolean isFollowing;

  /** Nanoseconds, only of this reader: what its user does between two batches is not waiting. */
  private long waited;

  /** Is told of offsets whose records Kafka deleted while they were being read. */
  @FunctionalInterface
  public interface Losses {
    /** Nothing of the span will be given; later records will. */
    void lost(int partition, OffsetSpan span);
  }

  /**
   * Sets up a client, which connects when it is first asked.
   *
   * @param kafka Kafka's own client properties
   * @param timeout after which a question is given up, unless the properties say how long to wait
   * @throws SetUpException where the client refuses them
   */
  public TopicReader(Map<String, String> kafka, Duration timeout) {
    this(kafka, timeout, SILENCE);
  }

  /**
   * Sets up a client that waits longer, or not as long, for records.
   *
   * @param silence how long a broker may give nothing while there is more to read
   */
  public TopicReader(Map<String, String> kafka, Duration timeout, Duration silence) {
    this(CommittedReads.consumer(kafka, timeout), silence, System::nanoTime);
  }

  /**
   * Takes any client, such as Kafka's own one for tests.
   *
   * @param consumer is closed with this
   * @param nanoTime as {@link System#nanoTime()}
   */
  public TopicReader(Consumer<byte[], byte[]> consumer, Duration silence, LongSupplier nanoTime) {
    this.consumer = consumer;
    this.silence = silence;
    this.nanoTime = nanoTime;
  }

  /** The partitions of a topic; none where it does not exist. */
  public List<Integer> partitions(String topic) {
    // by name: a list of topics lacks those that this user may not see
    return asked(topic, () -> consumer.partitionsFor(topic)).stream()
        .map(PartitionInfo::partition)
        .toList();
  }

  /**
   * The partitions of a topic that must exist.
   *
   * @throws SetUpException also where it does not exist
   */
  public List<Integer> requirePartitions(String topic) {
    List<Integer> partitions = partitions(topic);
    if (partitions.isEmpty()) {
      throw new SetUpException(
          "there is no topic '"
              + topic
              + "'"
              + Suggestion.among(topic, asked(topic, consumer::listTopics).keySet()));
    }
    return partitions;
  }

  /** All offsets that partitions have now. */
  public Map<Integer, OffsetSpan> spans(String topic, Collection<Integer> partitions) {
    List<TopicPartition> wanted = of(topic, partitions);
    Map<TopicPartition, Long> ends = asked(topic, () -> consumer.endOffsets(wanted));
    Map<Integer, OffsetSpan> spans = new TreeMap<>();
    asked(topic, () -> consumer.beginningOffsets(wanted))
        .forEach(
            (partition, beginning) ->
                spans.put(
                    partition.partition(),
                    new OffsetSpan(beginning, ends.getOrDefault(partition, beginning))));
    return spans;
  }

  /** By partition, the first offsets of that time or later; none where there is no such record. */
  public Map<Integer, Long> firstOffsets(
      String topic, Collection<Integer> partitions, Instant time) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    of(topic, partitions).forEach(partition -> wanted.put(partition, time.toEpochMilli()));
    Map<Integer, Long> offsets = new HashMap<>();
    asked(topic, () -> consumer.offsetsForTimes(wanted))
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.put(partition.partition(), found.offset());
              }
            });
    return offsets;
  }

  private static List<TopicPartition> of(String topic, Collection<Integer> partitions) {
    return partitions.stream().map(partition -> new TopicPartition(topic, partition)).toList();
  }

  /**
   * Starts to read spans of a topic, by partition. Where Kafka deletes records while they are being
   * read, that is an outage.
   */
  public void start(String topic, Map<Integer, OffsetSpan> spans) {
    start(
        topic,
        spans,
        (partition, span) -> {
          throw new OutageException(
              "Kafka deleted records of topic "
                  + topic
                  + " while they were being read: partition "
                  + partition
                  + ", offsets "
                  + span.from()
                  + " to "
                  + (span.to() - 1)
                  + ". Run the command again.",
              new OffsetOutOfRangeException(
                  Map.of(new TopicPartition(topic, partition), span.from())));
        });
  }

  /**
   * Starts to read spans of a topic, by partition.
   *
   * @param losses is told in the order of the offsets, between the records
   */
  public void start(String topic, Map<Integer, OffsetSpan> spans, Losses losses) {
    this.topic = topic;
    this.losses = losses;
    open = new OpenSpans(topic, spans);
    isFollowing = false;
    waited = 0;
    consumer.assign(open.left().keySet());
    // of an earlier reading they may still be paused
    consumer.resume(open.left().keySet());
    open.left().forEach((partition, span) -> consumer.seek(partition, span.from()));
  }

  /** Starts to read what is added to a topic from now on, which is never done. */
  public void follow(String topic) {
    Map<Integer, OffsetSpan> added = new HashMap<>();
    spans(topic, requirePartitions(topic))
        .forEach(
            (partition, span) -> added.put(partition, new OffsetSpan(span.to(), Long.MAX_VALUE)));
    start(topic, added);
    isFollowing = true;
  }

  /** Whether everything was given that was started. */
  public boolean isDone() {
    return open.left().isEmpty() && !isFollowing;
  }

  /** How much of what was started was given, from 0 to 1. */
  public double done() {
    return open.done();
  }

  /**
   * Gives the next records, in the order of the offsets of each partition, and none from outside of
   * the spans. Waits half a second for them, and may give none.
   *
   * <p>After an exception, records may be lost to this reader: {@link #start} again.
   *
   * @throws OutageException where nothing comes for a minute, though there is more, which {@link
   *     #isSilence} shows, or where Kafka cannot be asked
   */
  public ConsumerRecords<byte[], byte[]> next() {
    if (isDone()) {
      return ConsumerRecords.empty();
    }
    long begun = nanoTime.getAsLong();
    double before = open.done();
    ConsumerRecords<byte[], byte[]> records = open.within(asked(topic, this::poll));
    consumer.pause(asked(topic, () -> open.advance(consumer::position)));
    boolean moved = open.done() > before;
    waited = moved || isFollowing ? 0 : waited + nanoTime.getAsLong() - begun;
    if (waited > silence.toNanos()) {
      throw new OutageException(
          "topic "
              + topic
              + " gave nothing for "
              + silence.toSeconds()
              + " s, though there is more",
          new TimeoutException());
    }
    return records;
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      Map<TopicPartition, Long> positions = e.offsetOutOfRangePartitions();
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(positions.keySet());
      positions.forEach(
          (partition, position) -> skip(partition, position, beginnings.get(partition), e));
      return ConsumerRecords.empty();
    }
  }

  /** Goes on with the first record that Kafka still has. */
  private void skip(
      TopicPartition partition,
      long position,
      @Nullable Long beginning,
      OffsetOutOfRangeException cause) {
    OffsetSpan span = open.left().get(partition);
    if (span == null) {
      return;
    }
    long next = beginning == null ? span.to() : Math.min(beginning, span.to());
    if (next <= position) {
      throw new OutageException(
          "topic "
              + topic
              + " was truncated or recreated while it was being read: partition "
              + partition.partition()
              + " has no offset "
              + position
              + " any more. Run the command again.",
          cause);
    }
    losses.lost(partition.partition(), new OffsetSpan(position, next));
    consumer.seek(partition, next);
  }

  /** Whether an outage is that a topic gave nothing, though there is more to read. */
  public static boolean isSilence(OutageException outage) {
    return outage.getCause() instanceof TimeoutException;
  }

  @Override
  public void close() {
    try {
      consumer.close(CloseOptions.timeout(CLOSE));
    } catch (InterruptException e) {
      throw InterruptionException.of(e);
    }
  }
}
