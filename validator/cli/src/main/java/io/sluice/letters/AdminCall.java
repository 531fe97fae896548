package io.sluice.letters;

import io.sluice.job.OutageException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Asks Kafka's admin client one thing, without the minute's patience that it has. */
final class AdminCall {

  private AdminCall() {}

  /**
   * Asks.
   *
   * @param kafka Kafka's own client properties
   * @throws OutageException where no broker answers, or the answer is an error
   */
  static <T> T ask(Map<String, String> kafka, Function<Admin, KafkaFuture<T>> question) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.putIfAbsent("default.api.timeout.ms", 10_000);
    properties.putIfAbsent("request.timeout.ms", 5_000);
    Admin admin = null;
    try {
      admin = Admin.create(properties);
      return question.apply(admin).get();
    } catch (KafkaException | ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new OutageException(
          "Kafka at "
              + kafka.getOrDefault("bootstrap.servers", "")
              + " does not answer: "
              + cause.getMessage()
              + ". Check kafka.bootstrap.servers and that a broker listens there.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    } finally {
      if (admin != null) {
        admin.close(Duration.ofSeconds(1));
      }
    }
  }
}
