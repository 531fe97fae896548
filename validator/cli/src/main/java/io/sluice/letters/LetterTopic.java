package io.sluice.letters;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.kafka.OffsetSpan;
import io.sluice.kafka.TopicReader;
import io.sluice.pieces.LetterJoiner;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a dead-letter topic, letter after letter, in bounded memory. */
public final class LetterTopic implements AutoCloseable {

  /** How long Kafka may take to answer, unless the client sets another time-out. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String topic;
  private final TopicReader reader;
  private LetterJoiner joiner = new LetterJoiner();

  /**
   * Opens a topic.
   *
   * @param kafka Kafka's own client properties
   * @throws SetUpException where there is no such topic, or no right to read it
   * @throws OutageException where Kafka cannot be had
   */
  public LetterTopic(Map<String, String> kafka, String topic) {
    this(topic, new TopicReader(kafka, PATIENCE));
  }

  /**
   * @param reader is closed with this
   */
  LetterTopic(String topic, TopicReader reader) {
    this.topic = topic;
    this.reader = reader;
    try {
      List<Integer> unused = reader.requirePartitions(topic);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
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

  /** Per partition, the offset after the newest letter. */
  public Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new TreeMap<>();
    spans().forEach((partition, span) -> ends.put(partition, span.to()));
    return ends;
  }

  private Map<Integer, OffsetSpan> spans() {
    return reader.spans(topic, reader.partitions(topic));
  }

  /**
   * Reads letters. One that is in pieces is where its last piece is, so what is before the place to
   * begin is read too, for the pieces.
   *
   * @param from per partition the first letters to visit; where it has none, all
   * @param until per partition where to end, exclusive; partitions that are not in it are left out
   */
  public void read(Map<Integer, Long> from, Map<Integer, Long> until, Visitor visitor) {
    Map<Integer, OffsetSpan> wanted = new HashMap<>();
    spans()
        .forEach(
            (partition, span) ->
                wanted.put(
                    partition,
                    new OffsetSpan(span.from(), until.getOrDefault(partition, span.from()))));
    joiner = new LetterJoiner();
    reader.start(topic, wanted);
    readStarted(
        letter ->
            letter.place().offset() < from.getOrDefault(letter.place().partition(), 0L)
                || visitor.visit(letter));
  }

  /** How many letters lacked pieces when the topic was last read, copies counted one by one. */
  public long incomplete() {
    return joiner.incomplete();
  }

  /** Goes on forever with letters that arrive, until the visitor ends it. */
  public void follow(Visitor visitor) {
    reader.follow(topic);
    readStarted(visitor);
  }

  private void readStarted(Visitor visitor) {
    while (!reader.isDone()) {
      for (ConsumerRecord<byte[], byte[]> record : reader.next()) {
        ConsumerRecord<byte[], byte[]> letter = joiner.add(record);
        if (letter != null && !visitor.visit(new Letter(letter))) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
