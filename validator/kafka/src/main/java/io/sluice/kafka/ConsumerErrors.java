package io.sluice.kafka;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;

/** What the exceptions of Kafka's consumer mean to a command. */
final class ConsumerErrors {

  private ConsumerErrors() {}

  /**
   * Asks for something, and tells a missing right from an outage.
   *
   * @throws SetUpException where the right to read the topic is missing
   * @throws OutageException where Kafka cannot be asked
   * @throws InterruptionException where somebody asked the thread to stop
   */
  static <T> T asked(String topic, Supplier<T> question) {
    try {
      return question.get();
    } catch (AuthorizationException e) {
      throw new SetUpException(
          "no right to read topic "
              + topic
              + ": "
              + KafkaAdmin.reason(e)
              + ". Grant Describe and Read on it.");
    } catch (InterruptException e) {
      throw InterruptionException.of(e);
    } catch (KafkaException e) {
      throw new OutageException(
          "Kafka cannot be asked for topic "
              + topic
              + ": "
              + KafkaAdmin.reason(e.getCause() == null ? e : e.getCause())
              + ". Check kafka.bootstrap.servers, and that a broker listens there.",
          e);
    }
  }
}
