package io.sluice.job.deadletter;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ExistingTopicsProducer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's producer for dead letters. It is opened on first use and reopened after a fatal failure.
 * For one thread; callbacks run on the producer's thread.
 */
final class LetterProducer implements AutoCloseable {

  private final Map<String, Object> properties = new HashMap<>();
  private final Runnable written;
  private final Queue<Failed> failures = new ConcurrentLinkedQueue<>();
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /**
   * A letter that was not written.
   *
   * @param isAborted whether it failed only because the producer was closed after another failure
   */
  record FailedLetter(PendingLetter letter, Exception failure, boolean isAborted) {}

  /**
   * @param kafka Kafka's own client properties
   * @param written is called, from any thread, when a letter is written
   */
  LetterProducer(Map<String, String> kafka, Runnable written) {
    this.written = written;
    properties.putAll(kafka);
    // a dead record is passed on once its letter is written
    properties.put("acks", "all");
    properties.putIfAbsent("compression.type", "zstd");
    properties.putIfAbsent("linger.ms", "20");
    // upper bounds only; the topics decide which records are too large
    properties.putIfAbsent("max.request.size", Integer.toString(96 << 20));
    properties.putIfAbsent("buffer.memory", Long.toString(128L << 20));
    // letters of all other topics wait while the producer fetches metadata for one
    properties.putIfAbsent("max.block.ms", "3000");
    if (!kafka.containsKey("delivery.timeout.ms") && !kafka.containsKey("request.timeout.ms")) {
      properties.put("delivery.timeout.ms", "30000");
      properties.put("request.timeout.ms", "10000");
    }
  }

  /**
   * Sends a letter in one or more records. {@link #pollFailure} returns failures.
   *
   * @param topicBytes the largest record that its topic accepts
   */
  void send(PendingLetter letter, int topicBytes) {
    KafkaProducer<byte[], byte[]> open;
    try {
      open = producer();
    } catch (KafkaException e) {
      new Attempt(letter, null).answered(e);
      return;
    }
    Attempt attempt = new Attempt(letter, open);
    try {
      String topic = letter.letter().topic();
      List<ProducerRecord<byte[], byte[]>> records =
          LetterPieces.of(
              letter.letter(), mostBytes(topicBytes), () -> open.partitionsFor(topic).size());
      attempt.left.set(records.size());
      for (ProducerRecord<byte[], byte[]> record : records) {
        if (attempt.isOver.get()) {
          break;
        }
        var unused = open.send(record, (metadata, failure) -> attempt.answered(failure));
      }
    } catch (RuntimeException e) {
      attempt.answered(e);
    }
  }

  private int mostBytes(int topicBytes) {
    return (int)
        Math.min(topicBytes, Math.min(number("max.request.size"), number("buffer.memory")));
  }

  private long number(String property) {
    return Long.parseLong(String.valueOf(properties.get(property)));
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open == null) {
      open =
          new ExistingTopicsProducer<>(
              properties, new ByteArraySerializer(), new ByteArraySerializer());
      producer = open;
    }
    return open;
  }

  boolean hasFailures() {
    return !failures.isEmpty();
  }

  /**
   * The next letter that was not written, or null. A fatal failure closes the producer, so the next
   * letter is sent with a new one.
   */
  @Nullable FailedLetter pollFailure() {
    Failed failed = failures.poll();
    if (failed == null) {
      return null;
    }
    boolean isAborted = failed.attempt().of != producer;
    if (!isAborted && isOfProducer(failed.failure())) {
      close();
    }
    return new FailedLetter(failed.attempt().letter, failed.failure(), isAborted);
  }

  /** Whether the producer cannot write to any topic anymore. */
  private static boolean isOfProducer(Exception failure) {
    return failure instanceof IllegalStateException
        || failure instanceof ProducerFencedException
        || failure instanceof InvalidProducerEpochException
        || failure instanceof OutOfOrderSequenceException
        || failure instanceof AuthenticationException
        || failure instanceof ClusterAuthorizationException;
  }

  private record Failed(Attempt attempt, Exception failure) {}

  /** One attempt to write a letter. */
  private final class Attempt {
    private final PendingLetter letter;
    private final @Nullable KafkaProducer<byte[], byte[]> of;
    private final AtomicInteger left = new AtomicInteger(1);
    private final AtomicBoolean isOver = new AtomicBoolean();

    private Attempt(PendingLetter letter, @Nullable KafkaProducer<byte[], byte[]> of) {
      this.of = of;
      this.letter = letter;
    }

    /** Runs on the producer's thread, or on ours. */
    private void answered(@Nullable Exception failure) {
      if (failure != null) {
        if (isOver.compareAndSet(false, true)) {
          failures.add(new Failed(this, failure));
        }
      } else if (left.decrementAndGet() == 0 && isOver.compareAndSet(false, true)) {
        letter.written();
        written.run();
      }
    }
  }

  /** Gives up all letters that are not written. */
  @Override
  public void close() {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open != null) {
      producer = null;
      open.close(Duration.ZERO);
    }
  }
}
