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

/** A dead-letter topic, read letter by letter in bounded memory. */
public final class LetterTopic implements AutoCloseable {

  /** The longest wait for an answer from Kafka, unless the client sets another timeout. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String topic;
  private final TopicReader reader;
  private LetterJoiner joiner = new LetterJoiner();

  /**
   * Opens a topic.
   *
   * @param kafka Kafka's own client properties
   * @throws SetUpException if the topic does not exist, or the user does not have permission to
   *     read it
   * @throws OutageException if Kafka cannot be reached
   */
  public LetterTopic(Map<String, String> kafka, String topic) {
    this(topic, new TopicReader(kafka, PATIENCE));
  }

  /**
   * Opens a topic.
   *
   * @param reader closed together with this
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

  /** Receives each letter. */
  public interface Visitor {
    /** Returns false to stop reading. */
    boolean visit(Letter letter);
  }

  public String name() {
    return topic;
  }

  /** The offset after the newest letter, by partition. */
  public Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new TreeMap<>();
    spans().forEach((partition, span) -> ends.put(partition, span.to()));
    return ends;
  }

  private Map<Integer, OffsetSpan> spans() {
    return reader.spans(topic, reader.partitions(topic));
  }

  /**
   * Reads letters. A letter in pieces is at its last piece, so earlier records are read too, for
   * their pieces.
   *
   * @param from the first offset to visit, by partition; a partition without one is visited from
   *     its start
   * @param until the offset to stop before, by partition; other partitions are skipped
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

  /** The number of letters with missing pieces in the last read; each copy counts. */
  public long incomplete() {
    return joiner.incomplete();
  }

  /** Visits new letters as they arrive, until the visitor ends it. */
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
