package io.sluice.replay;

import io.sluice.fix.UnfixableException;
import io.sluice.job.OutageException;
import io.sluice.letters.Letter;
import io.sluice.offset.Coordinates;
import io.sluice.problem.SetUpException;
import io.sluice.raw.InMemoryRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The records that died: most letters carry them, of very large ones they are fetched. */
final class Originals implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<String, String> kafka;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  Originals(Map<String, String> kafka) {
    this.kafka = kafka;
  }

  /**
   * The record that died.
   *
   * @throws UnfixableException where it was left out of the letter and is not in its topic any more
   */
  InMemoryRecord of(Letter letter) throws UnfixableException {
    if (!letter.isByReference()) {
      return letter.original();
    }
    ConsumerRecord<byte[], byte[]> record = fetch(letter.id());
    if (record == null) {
      throw new UnfixableException(
          "it was too large for the dead-letter topic, and its own topic no longer has it");
    }
    InMemoryRecord original = letter.original();
    return new InMemoryRecord(
        original.topic(),
        original.partition(),
        original.offset(),
        original.timestamp(),
        record.key(),
        record.value(),
        new Letter(record).originalHeaders());
  }

  private @Nullable ConsumerRecord<byte[], byte[]> fetch(Coordinates at) {
    KafkaConsumer<byte[], byte[]> client = consumer;
    if (client == null) {
      Properties properties = new Properties();
      properties.putAll(kafka);
      properties.put("isolation.level", "read_committed");
      properties.put("enable.auto.commit", "false");
      properties.put("auto.offset.reset", "none");
      properties.put("max.poll.records", "1");
      client =
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer = client;
    }
    TopicPartition partition = new TopicPartition(at.topic(), at.partition());
    try {
      client.assign(List.of(partition));
      client.seek(partition, at.offset());
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : client.poll(Duration.ofMillis(500))) {
          return record.offset() == at.offset() ? record : null;
        }
      }
    } catch (OffsetOutOfRangeException | UnknownTopicOrPartitionException e) {
      return null;
    } catch (AuthorizationException e) {
      throw new SetUpException(
          "no right to read topic "
              + at.topic()
              + ", which has a record that was too large to be kept");
    } catch (KafkaException e) {
      throw new OutageException("the record " + at + " cannot be fetched: " + e.getMessage(), e);
    }
    throw new OutageException(
        "the record " + at + " cannot be fetched: Kafka gave nothing", new IllegalStateException());
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
