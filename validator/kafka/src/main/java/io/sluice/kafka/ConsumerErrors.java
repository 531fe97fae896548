package io.sluice.kafka;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Classifies the exceptions of Kafka's consumer for commands. */
final class ConsumerErrors {

  private final ConnectionErrors connection;

  /**
   * @param kafka Kafka's own client properties
   */
  ConsumerErrors(Map<String, String> kafka) {
    this.connection = new ConnectionErrors(kafka, Caller.COMMAND);
  }

  /**
   * Runs a request and distinguishes a missing permission from an outage.
   *
   * @throws SetUpException if the permission to read the topic is missing
   * @throws OutageException if Kafka cannot be asked
   * @throws InterruptionException if the thread is interrupted
   */
  <T> T asked(String topic, Supplier<T> question) {
    try {
      return question.get();
    } catch (AuthorizationException e) {
      throw new SetUpException(
          "no permission to read topic "
              + topic
              + ": "
              + KafkaAdmin.reason(e)
              + ". Grant Describe and Read on it.");
    } catch (AuthenticationException e) {
      throw connection.rejected(e);
    } catch (TimeoutException e) {
      throw connection.silent("topic " + topic, e);
    } catch (InterruptException e) {
      throw InterruptionException.of(e);
    } catch (KafkaException e) {
      throw new OutageException(
          "the Kafka request for topic "
              + topic
              + " failed: "
              + KafkaAdmin.reason(e.getCause() == null ? e : e.getCause())
              + ". Run the command again when its brokers respond.",
          e);
    }
  }
}
