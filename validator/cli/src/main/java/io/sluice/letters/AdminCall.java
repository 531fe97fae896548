package io.sluice.letters;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka's admin client, without the minute's patience that it has, so that a command says
 * within ten seconds that Kafka does not answer.
 */
public final class AdminCall {

  private static final String REQUEST = "request.timeout.ms";
  private static final String CALL = "default.api.timeout.ms";

  private static final int PATIENCE_MILLIS = 5_000;

  private AdminCall() {}

  /**
   * Requires that a broker answers, before clients that wait longer are asked.
   *
   * @param kafka Kafka's own client properties
   * @throws OutageException where none does
   * @throws SetUpException where none lets this client in
   */
  public static void requireAnswer(Map<String, String> kafka) {
    DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS);
    var unused = ask(kafka, "its nodes", admin -> admin.describeCluster(options).nodes());
  }

  /**
   * Opens a client that gives up within five seconds, unless the properties say how long it is to
   * wait.
   *
   * @param kafka Kafka's own client properties
   * @throws SetUpException where the client refuses them
   */
  public static Admin open(Map<String, String> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    if (!kafka.containsKey(REQUEST) && !kafka.containsKey(CALL)) {
      properties.put(REQUEST, 3_000);
      properties.put(CALL, PATIENCE_MILLIS);
      // of several brokers one may be off; the client must get to the next in time
      properties.putIfAbsent("socket.connection.setup.timeout.ms", 1_500);
      properties.putIfAbsent("socket.connection.setup.timeout.max.ms", 1_500);
    }
    try {
      return Admin.create(properties);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new SetUpException(
          "Kafka's client refuses the 'kafka' properties: " + cause.getMessage());
    }
  }

  /**
   * Asks one thing.
   *
   * @param what is asked for, for messages
   * @throws OutageException where no broker answers, or it cannot answer
   * @throws SetUpException where a right is missing
   */
  public static <T> T ask(
      Map<String, String> kafka, String what, Function<Admin, KafkaFuture<T>> call) {
    try {
      return get(kafka, call);
    } catch (ExecutionException e) {
      throw failure(kafka, what, e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Waits for an answer about one topic.
   *
   * @param what was asked for, for messages
   * @return empty where the topic does not exist
   * @throws OutageException where no broker answers, or it cannot answer
   * @throws SetUpException where a right is missing: a topic that may not be seen may well exist
   */
  public static <T> Optional<T> found(
      Map<String, String> kafka, String what, KafkaFuture<T> answer) {
    try {
      return Optional.of(answer.get());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw failure(kafka, what, cause);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  /** Whether a topic is there; one that may not be seen is taken to be. */
  static boolean exists(Map<String, String> kafka, String topic) {
    try {
      get(kafka, admin -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
      return true;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      if (cause instanceof AuthorizationException) {
        return true;
      }
      throw failure(kafka, "topic " + topic, cause);
    }
  }

  private static <T> T get(Map<String, String> kafka, Function<Admin, KafkaFuture<T>> call)
      throws ExecutionException {
    Admin admin = open(kafka);
    try {
      return call.apply(admin).get();
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    } finally {
      admin.close(Duration.ofSeconds(1));
    }
  }

  private static RuntimeException failure(Map<String, String> kafka, String what, Throwable cause) {
    String asked = "Kafka at " + kafka.getOrDefault("bootstrap.servers", "");
    if (cause instanceof TimeoutException) {
      return new OutageException(
          asked
              + " does not answer, asked for "
              + what
              + ". Check kafka.bootstrap.servers and that a broker listens there.",
          cause);
    }
    if (cause instanceof AuthenticationException) {
      return new SetUpException(
          asked
              + " rejected this client's credentials: "
              + cause.getMessage()
              + ". Check the security settings under 'kafka'.");
    }
    if (cause instanceof AuthorizationException) {
      return new SetUpException(
          asked + " does not allow this user to ask for " + what + ": " + cause.getMessage());
    }
    return new OutageException(
        asked + " cannot be asked for " + what + ": " + cause.getMessage(), cause);
  }
}
