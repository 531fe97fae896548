package io.sluice.letters;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.failure.Suggestion;
import io.sluice.pieces.LetterJoiner;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads a dead-letter topic, letter after letter, in bounded memory. */
public final class LetterTopic implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  /** How long a broker may give nothing while there is more to read. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private LetterJoiner joiner = new LetterJoiner();

  /**
   * Opens a topic.
   *
   * @param kafka Kafka's own client properties
   * @throws SetUpException where there is no such topic, or no right to read it
   * @throws OutageException where Kafka cannot be had
   */
  public LetterTopic(Map<String, String> kafka, String topic) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.putIfAbsent("default.api.timeout.ms", "15000");
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("allow.auto.create.topics", "false");
    properties.put("auto.offset.reset", "none");
    properties.put("max.poll.records", "2000");
    this.topic = topic;
    this.consumer = consumer(properties, new ByteArrayDeserializer());
    try {
      // asked for by name, Kafka tells a topic that may not be seen from one that does not exist
      if (asked(topic, () -> consumer.partitionsFor(topic)).isEmpty()) {
        throw new SetUpException(
            "there is no topic '"
                + topic
                + "'"
                + Suggestion.among(topic, asked(topic, consumer::listTopics).keySet()));
      }
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** Makes a consumer, or says which property it refuses. */
  static <T> KafkaConsumer<T, T> consumer(Properties properties, Deserializer<T> deserializer) {
    try {
      return new KafkaConsumer<>(properties, deserializer, deserializer);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new SetUpException("the Kafka client cannot be set up: " + cause.getMessage());
    }
  }

  /** Is told of each letter. */
  public interface Visitor {
    /** Returns false to end the reading. */
    boolean visit(Letter letter);
  }

  public String name() {
    return topic;
  }

  private List<TopicPartition> partitions() {
    return asked(topic, () -> consumer.partitionsFor(topic)).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /** Per partition, the offset after the newest letter. */
  public Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new TreeMap<>();
    asked(topic, () -> consumer.endOffsets(partitions()))
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }

  /**
   * Reads letters. One that is in pieces is where its last piece is, so what is before the place to
   * begin is read too, for the pieces.
   *
   * @param from per partition the first letters to visit; where it has none, all
   * @param until per partition where to end, exclusive; partitions that are not in it are left out
   */
  public void read(Map<Integer, Long> from, Map<Integer, Long> until, Visitor visitor) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    until.forEach((partition, end) -> ends.put(new TopicPartition(topic, partition), end));
    Set<TopicPartition> known = new HashSet<>(partitions());
    ends.keySet().retainAll(known);
    consumer.assign(ends.keySet());
    consumer.seekToBeginning(ends.keySet());
    joiner = new LetterJoiner();
    readAssigned(
        ends,
        letter ->
            letter.place().offset() < from.getOrDefault(letter.place().partition(), 0L)
                || visitor.visit(letter));
  }

  /** How many letters lacked pieces when the topic was last read, copies counted one by one. */
  public long incomplete() {
    return joiner.incomplete();
  }

  private void readAssigned(Map<TopicPartition, Long> ends, Visitor visitor) {
    long patience = System.nanoTime() + SILENCE.toNanos();
    while (pauseFinished(ends)) {
      var records = asked(topic, () -> consumer.poll(POLL));
      for (ConsumerRecord<byte[], byte[]> record : records) {
        TopicPartition partition = new TopicPartition(topic, record.partition());
        if (record.offset() < ends.getOrDefault(partition, 0L) && !visit(record, visitor)) {
          return;
        }
      }
      if (!records.isEmpty()) {
        patience = System.nanoTime() + SILENCE.toNanos();
      } else if (System.nanoTime() > patience) {
        throw new OutageException(
            "topic " + topic + " gave nothing for a minute, though there is more", new Exception());
      }
    }
  }

  private boolean visit(ConsumerRecord<byte[], byte[]> record, Visitor visitor) {
    ConsumerRecord<byte[], byte[]> letter = joiner.add(record);
    return letter == null || visitor.visit(new Letter(letter));
  }

  /** Whether there is more to read. */
  private boolean pauseFinished(Map<TopicPartition, Long> ends) {
    boolean more = false;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      if (asked(topic, () -> consumer.position(end.getKey())) >= end.getValue()) {
        consumer.pause(List.of(end.getKey()));
      } else {
        more = true;
      }
    }
    return more;
  }

  /** Goes on forever with letters that arrive, until the visitor ends it. */
  public void follow(Visitor visitor) {
    consumer.assign(partitions());
    consumer.seekToEnd(List.of());
    while (true) {
      for (ConsumerRecord<byte[], byte[]> record : asked(topic, () -> consumer.poll(POLL))) {
        if (!visit(record, visitor)) {
          return;
        }
      }
    }
  }

  /** A question to Kafka. */
  interface Question<T> {
    T ask();
  }

  /** Asks, and tells a missing right from an outage. */
  static <T> T asked(String topic, Question<T> question) {
    try {
      return question.ask();
    } catch (AuthorizationException e) {
      throw new SetUpException(
          "no right to read topic "
              + topic
              + ": "
              + e.getMessage()
              + ". Ask for the ACL Read on it.");
    } catch (InterruptException e) {
      throw InterruptionException.of(e);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new OutageException(
          "Kafka cannot be asked for topic "
              + topic
              + ": "
              + cause.getMessage()
              + ". Check kafka.bootstrap.servers, and that a broker listens there.",
          e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
