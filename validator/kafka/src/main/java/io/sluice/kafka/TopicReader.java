package io.sluice.kafka;

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
 * A reader of committed records in topics, from one offset to another. Its consumer is in no group,
 * commits nothing, and creates nothing. Not thread-safe.
 *
 * <p>Its methods throw a {@link SetUpException} if the permission to read a topic is missing, an
 * {@link OutageException} if Kafka cannot be asked, and an {@link InterruptionException} if the
 * thread is interrupted.
 */
public final class TopicReader implements AutoCloseable {

  /** How long a broker may deliver nothing while there is more to read. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final ConsumerErrors errors;
  private final Duration silence;
  private final LongSupplier nanoTime;

  private String topic = "";
  private OpenSpans open = new OpenSpans("", Map.of());
  private Losses losses = (partition, span) -> {};
  private boolean isFollowing;

  /** In nanoseconds. The time of the caller between two batches does not count. */
  private long waited;

  /** Receives the offsets whose records Kafka deleted while they were being read. */
  @FunctionalInterface
  public interface Losses {
    /** The records in the span will not be delivered; later records will. */
    void lost(int partition, OffsetSpan span);
  }

  /**
   * Creates a client, which connects with the first request.
   *
   * @param kafka Kafka's own client properties
   * @param timeout the timeout of a request, unless the properties set one
   * @throws SetUpException if the client rejects them
   */
  public TopicReader(Map<String, String> kafka, Duration timeout) {
    this(kafka, timeout, SILENCE);
  }

  /**
   * Creates a client with another limit on the wait for records.
   *
   * @param silence how long a broker may deliver nothing while there is more to read
   */
  public TopicReader(Map<String, String> kafka, Duration timeout, Duration silence) {
    this(
        CommittedReads.consumer(kafka, timeout),
        new ConsumerErrors(kafka),
        silence,
        System::nanoTime);
  }

  /**
   * Uses the given client, such as Kafka's mock consumer.
   *
   * @param consumer is closed with this
   * @param nanoTime as {@link System#nanoTime()}
   */
  public TopicReader(Consumer<byte[], byte[]> consumer, Duration silence, LongSupplier nanoTime) {
    this(consumer, new ConsumerErrors(Map.of()), silence, nanoTime);
  }

  private TopicReader(
      Consumer<byte[], byte[]> consumer,
      ConsumerErrors errors,
      Duration silence,
      LongSupplier nanoTime) {
    this.errors = errors;
    this.consumer = consumer;
    this.silence = silence;
    this.nanoTime = nanoTime;
  }

  /** The partitions of a topic, or none if it does not exist. */
  public List<Integer> partitions(String topic) {
    // by name, because the list of topics lacks those that this user does not have permission to
    // view
    return errors.asked(topic, () -> consumer.partitionsFor(topic)).stream()
        .map(PartitionInfo::partition)
        .toList();
  }

  /**
   * The partitions of a topic that must exist.
   *
   * @throws SetUpException also if it does not exist
   */
  public List<Integer> requirePartitions(String topic) {
    List<Integer> partitions = partitions(topic);
    if (partitions.isEmpty()) {
      throw new SetUpException(
          "there is no topic '"
              + topic
              + "'"
              + Suggestion.among(topic, errors.asked(topic, consumer::listTopics).keySet()));
    }
    return partitions;
  }

  /** The spans of all current offsets of the given partitions. */
  public Map<Integer, OffsetSpan> spans(String topic, Collection<Integer> partitions) {
    List<TopicPartition> wanted = of(topic, partitions);
    Map<TopicPartition, Long> ends = errors.asked(topic, () -> consumer.endOffsets(wanted));
    Map<Integer, OffsetSpan> spans = new TreeMap<>();
    errors
        .asked(topic, () -> consumer.beginningOffsets(wanted))
        .forEach(
            (partition, beginning) ->
                spans.put(
                    partition.partition(),
                    new OffsetSpan(beginning, ends.getOrDefault(partition, beginning))));
    return spans;
  }

  /** By partition, the first offsets of that time or later; none if there is no such record. */
  public Map<Integer, Long> firstOffsets(
      String topic, Collection<Integer> partitions, Instant time) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    of(topic, partitions).forEach(partition -> wanted.put(partition, time.toEpochMilli()));
    Map<Integer, Long> offsets = new HashMap<>();
    errors
        .asked(topic, () -> consumer.offsetsForTimes(wanted))
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
   * Starts reading spans of a topic, by partition. If Kafka deletes records while they are being
   * read, that is an outage.
   */
  public void start(String topic, Map<Integer, OffsetSpan> spans) {
    start(
        topic,
        spans,
        (partition, span) -> {
          throw new OutageException(
              "Kafka deleted records from topic "
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
   * Starts reading spans of a topic, by partition.
   *
   * @param losses receives losses in the order of the offsets, between the records
   */
  public void start(String topic, Map<Integer, OffsetSpan> spans, Losses losses) {
    this.topic = topic;
    this.losses = losses;
    open = new OpenSpans(topic, spans);
    isFollowing = false;
    waited = 0;
    consumer.assign(open.left().keySet());
    // they may still be paused from an earlier read
    consumer.resume(open.left().keySet());
    open.left().forEach((partition, span) -> consumer.seek(partition, span.from()));
  }

  /** Starts reading everything that is added to a topic from now on. This never ends. */
  public void follow(String topic) {
    Map<Integer, OffsetSpan> added = new HashMap<>();
    spans(topic, requirePartitions(topic))
        .forEach(
            (partition, span) -> added.put(partition, new OffsetSpan(span.to(), Long.MAX_VALUE)));
    start(topic, added);
    isFollowing = true;
  }

  /** Whether all started spans are finished. */
  public boolean isDone() {
    return open.left().isEmpty() && !isFollowing;
  }

  /** The progress of the started spans, from 0 to 1. */
  public double done() {
    return open.done();
  }

  /**
   * The next records within the spans, in offset order for each partition. Waits up to half a
   * second, and can return none.
   *
   * <p>After an exception, this reader may miss records, so call {@link #start} again.
   *
   * @throws OutageException if nothing arrives for a minute although there is more, which {@link
   *     #isSilence} shows, or if Kafka cannot be asked
   */
  public ConsumerRecords<byte[], byte[]> next() {
    if (isDone()) {
      return ConsumerRecords.empty();
    }
    long begun = nanoTime.getAsLong();
    double before = open.done();
    ConsumerRecords<byte[], byte[]> records = open.within(errors.asked(topic, this::poll));
    consumer.pause(errors.asked(topic, () -> open.advance(consumer::position)));
    boolean moved = open.done() > before;
    waited = moved || isFollowing ? 0 : waited + nanoTime.getAsLong() - begun;
    if (waited > silence.toNanos()) {
      throw new OutageException(
          "topic "
              + topic
              + " delivered no records for "
              + silence.toSeconds()
              + " s, although it has more. Check its brokers, then run the command again.",
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

  /** Continues with the first record that Kafka still has. */
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
              + " no longer has offset "
              + position
              + ". Run the command again.",
          cause);
    }
    losses.lost(partition.partition(), new OffsetSpan(position, next));
    consumer.seek(partition, next);
  }

  /** Whether an outage means that a topic delivered nothing although it has more records. */
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
