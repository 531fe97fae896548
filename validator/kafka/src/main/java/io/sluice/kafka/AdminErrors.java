package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** Classifies the exceptions of Kafka's admin client. */
final class AdminErrors {

  /**
   * Errors that a retry does not fix. Others can be temporary, such as an unknown error while a
   * controller moves, or too few brokers for the replicas.
   */
  private static final Set<Class<? extends ApiException>> REFUSALS =
      Set.of(
          InvalidConfigurationException.class,
          InvalidPartitionsException.class,
          InvalidRequestException.class,
          InvalidTopicException.class,
          PolicyViolationException.class,
          TopicExistsException.class,
          UnsupportedVersionException.class);

  /** Errors that mean that no broker answered, or that none accepted this client. */
  private static final Set<Class<? extends Exception>> SILENCE =
      Set.of(
          TimeoutException.class,
          java.util.concurrent.TimeoutException.class,
          DisconnectException.class,
          NetworkException.class,
          AuthenticationException.class);

  private final String servers;
  private final Caller caller;
  private final ConnectionErrors connection;

  /**
   * @param kafka Kafka's own client properties
   */
  AdminErrors(Map<String, String> kafka, Caller caller) {
    this.servers = kafka.getOrDefault("bootstrap.servers", "");
    this.caller = caller;
    this.connection = new ConnectionErrors(kafka, caller);
  }

  /**
   * The answer that the exception represents.
   *
   * @throws Failure if no broker answered, or if a retry can give a different answer
   */
  <T> Answer<T> answer(String what, Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException
        || cause instanceof GroupIdNotFoundException) {
      return new Answer.Missing<>(cause);
    }
    if (cause instanceof AuthorizationException) {
      return new Answer.Denied<>(cause);
    }
    if (REFUSALS.contains(cause.getClass())) {
      return new Answer.Refused<>(cause);
    }
    throw failure(what, cause);
  }

  static @Nullable Throwable silence(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(cause -> SILENCE.stream().anyMatch(kind -> kind.isInstance(cause)))
        .findFirst()
        .orElse(null);
  }

  Failure failure(String what, Throwable cause) {
    String asked = "Kafka at " + servers;
    if (cause instanceof TimeoutException silence) {
      return connection.silent(what, silence);
    }
    if (cause instanceof AuthenticationException rejection) {
      return connection.rejected(rejection);
    }
    if (cause instanceof AuthorizationException) {
      return caller.denied(
          asked + " denied this user access to " + what + ": " + KafkaAdmin.reason(cause), cause);
    }
    return new OutageException(
        "the request to " + asked + " for " + what + " failed: " + KafkaAdmin.reason(cause), cause);
  }
}
