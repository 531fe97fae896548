package io.sluice.job.start;

import io.sluice.kafka.Caller;
import io.sluice.kafka.CompactedTopic;
import io.sluice.kafka.CompactedTopicReader;
import io.sluice.kafka.CompactedTopicWriter;
import io.sluice.kafka.KafkaAdmin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The book of starts in a small compacted topic. It is outside Flink's state and the tables, so it
 * survives a start without state and a dropped table.
 */
public final class StartsTopic implements StartStore, AutoCloseable {

  public static final String TOPIC = "__sluice_starts";

  private final Map<String, String> kafka;
  private final Caller caller;
  private final CompactedTopicReader reader;
  private final StartBook book;
  private @Nullable CompactedTopicWriter writer;

  /**
   * @param kafka Kafka's own client properties
   * @param catalog the identity of the catalog with the tables of the book
   */
  public StartsTopic(Map<String, String> kafka, String catalog, Caller caller) {
    this.kafka = Map.copyOf(kafka);
    this.reader = new CompactedTopicReader(kafka, TOPIC, caller.running());
    this.caller = caller;
    this.book = new StartBook(catalog);
  }

  /**
   * Creates the topic if it does not exist, otherwise checks it.
   *
   * @throws io.sluice.failure.SetUpException if its settings are wrong
   */
  public void make() {
    try (KafkaAdmin admin = KafkaAdmin.open(kafka, caller)) {
      CompactedTopic.make(admin, TOPIC, CompactedTopic.READ_AND_WRITE);
    }
  }

  @Override
  public StartBook read() {
    reader.read(book::take);
    return book;
  }

  @Override
  public void write(List<StartBook.Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    CompactedTopicWriter open = writer;
    if (open == null) {
      open = new CompactedTopicWriter(kafka, TOPIC, caller.running());
      writer = open;
    }
    for (StartBook.Entry entry : entries) {
      open.send(entry.key(), entry.value());
    }
    open.flush();
  }

  @Override
  public void close() {
    reader.close();
    if (writer != null) {
      writer.close();
    }
  }
}
