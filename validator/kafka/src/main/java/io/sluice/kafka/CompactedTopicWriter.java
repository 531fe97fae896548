package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ExistingTopicsProducer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A writer for a compacted Sluice topic. {@link #flush} returns when the broker has every entry.
 */
public final class CompactedTopicWriter implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;
  private static final int PARTITION = 0;

  private final String topic;
  private final Caller caller;
  private final ConnectionErrors connection;
  private final KafkaProducer<String, String> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  /**
   * @param kafka Kafka's own client properties
   * @throws SetUpException if the client for a command rejects them
   * @throws OutageException if the client for a job cannot be opened
   */
  public CompactedTopicWriter(Map<String, String> kafka, String topic, Caller caller) {
    this.topic = topic;
    this.caller = caller;
    this.connection = new ConnectionErrors(kafka, caller);
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000");
    try {
      this.producer =
          new ExistingTopicsProducer<>(properties, new StringSerializer(), new StringSerializer());
    } catch (KafkaException e) {
      throw connection.unopened(e);
    }
  }

  /**
   * Sends an entry. {@link #flush} waits for it.
   *
   * @param value null deletes the key
   * @throws SetUpException if a command does not have permission to write
   * @throws OutageException if Kafka does not accept it, or a job has no permission
   */
  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null is a tombstone
  public void send(String key, @Nullable String value) {
    try {
      sent.add(producer.send(new ProducerRecord<>(topic, PARTITION, key, value)));
    } catch (InterruptException e) {
      throw InterruptionException.of(e);
    } catch (KafkaException e) {
      throw unwritable(e);
    }
  }

  /**
   * Waits until the broker has every entry that was sent.
   *
   * @throws SetUpException if a command does not have permission to write
   * @throws OutageException if Kafka does not accept it, or a job has no permission
   */
  public void flush() {
    try {
      for (Future<RecordMetadata> one : sent) {
        var unused = one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw unwritable(e);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    } finally {
      sent.clear();
    }
  }

  private Failure unwritable(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof AuthenticationException rejection) {
      return connection.rejected(rejection);
    }
    if (cause instanceof AuthorizationException) {
      return caller.denied(
          "cannot write to topic " + topic + ": " + cause.getMessage() + ". Grant Write on it.",
          cause);
    }
    return new OutageException("cannot write to topic " + topic + ": " + cause.getMessage(), e);
  }

  @Override
  public void close() {
    // everything that flush() waited for is written; do not wait for the rest
    producer.close(Duration.ofSeconds(5));
  }
}
