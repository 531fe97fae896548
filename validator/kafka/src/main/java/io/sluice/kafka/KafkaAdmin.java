package io.sluice.kafka;

import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.tls.TlsError;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's admin client with shorter timeouts, and with Sluice's answers and failures instead of
 * Kafka's exceptions.
 */
public final class KafkaAdmin implements AutoCloseable {

  private static final String REQUEST = "request.timeout.ms";
  private static final String CALL = "default.api.timeout.ms";

  /** A timeout that Sluice can read as a number. Kafka's client rejects any other value. */
  private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(5);

  /** The job must notice an outage within half a minute. */
  private static final Duration JOB_PATIENCE = Duration.ofSeconds(15);

  private final RenewableAdmin client;
  private final Caller caller;
  private final AdminErrors errors;

  private KafkaAdmin(Supplier<Admin> opener, Map<String, String> kafka, Caller caller) {
    this.caller = caller;
    this.errors = new AdminErrors(kafka, caller);
    try {
      this.client = new RenewableAdmin(opener);
    } catch (KafkaException e) {
      throw new ConnectionErrors(kafka, caller).unopened(e);
    }
  }

  /**
   * Opens a client that gives up within five seconds, unless the properties set a timeout.
   *
   * @param kafka Kafka's own client properties
   * @throws SetUpException if the client rejects them
   */
  public static KafkaAdmin forCommand(Map<String, String> kafka) {
    return forCommand(kafka, COMMAND_PATIENCE);
  }

  /**
   * Opens a client for a command that has already started its work, and therefore waits longer.
   *
   * @param kafka Kafka's own client properties
   * @param patience the time after which the client gives up, unless the properties set a timeout
   * @throws SetUpException if the client rejects them
   */
  public static KafkaAdmin forCommand(Map<String, String> kafka, Duration patience) {
    Map<String, Object> properties = properties(kafka, patience);
    if (!kafka.containsKey(REQUEST) && !kafka.containsKey(CALL)) {
      // one of several brokers may be down; the client must reach the next one in time
      properties.putIfAbsent("socket.connection.setup.timeout.ms", 1_500);
      properties.putIfAbsent("socket.connection.setup.timeout.max.ms", 1_500);
    }
    return new KafkaAdmin(() -> Admin.create(properties), kafka, Caller.COMMAND);
  }

  /**
   * Opens a client for a running job, which waits until a problem is fixed. Unresolvable names,
   * rejected credentials, and revoked permissions are outages too.
   *
   * @param kafka Kafka's own client properties
   * @throws OutageException if the client cannot be opened
   */
  public static KafkaAdmin forJob(Map<String, String> kafka) {
    return forJob(kafka, Caller.JOB);
  }

  private static KafkaAdmin forJob(Map<String, String> kafka, Caller caller) {
    return new KafkaAdmin(() -> Admin.create(properties(kafka, JOB_PATIENCE)), kafka, caller);
  }

  private static Map<String, Object> properties(Map<String, String> kafka, Duration patience) {
    Map<String, Object> properties = new HashMap<>(kafka);
    if (kafka.containsKey(REQUEST)) {
      return properties;
    }
    String call = kafka.getOrDefault(CALL, Long.toString(patience.toMillis()));
    properties.put(CALL, call);
    if (DIGITS.matcher(call).matches()) {
      // shorter than the whole timeout, so that another broker is tried if one is silent. Kafka's
      // default can be longer than a short whole timeout, which the client rejects
      properties.put(REQUEST, Long.toString(Long.parseLong(call) * 3 / 5));
    }
    return properties;
  }

  /**
   * Checks that a broker answers, before clients with longer timeouts are used.
   *
   * @param kafka Kafka's own client properties
   * @throws OutageException if no broker answers
   * @throws SetUpException if the brokers reject this client
   */
  public static void requireAnswer(Map<String, String> kafka) {
    DescribeClusterOptions options =
        new DescribeClusterOptions().timeoutMs((int) COMMAND_PATIENCE.toMillis());
    var unused =
        once(kafka, "the list of brokers", admin -> admin.describeCluster(options).nodes());
  }

  /**
   * Makes one request for a command, with its own client.
   *
   * @param kafka Kafka's own client properties
   * @param what the requested item, for messages
   * @throws OutageException if no broker answers, or it cannot answer
   * @throws SetUpException if a permission is missing
   */
  public static <T> T once(
      Map<String, String> kafka, String what, Function<Admin, KafkaFuture<T>> call) {
    try (KafkaAdmin admin = forCommand(kafka)) {
      return admin.get(what, call.apply(admin.client()));
    }
  }

  /** Opens a client for a caller. */
  public static KafkaAdmin open(Map<String, String> kafka, Caller caller) {
    return caller == Caller.COMMAND ? forCommand(kafka) : forJob(kafka, caller);
  }

  Caller caller() {
    return caller;
  }

  /**
   * Kafka's client. Pass its results to {@link #get}, {@link #find}, or {@link #ask}, and ask for
   * the client again for the next request.
   *
   * @throws OutageException if brokers rejected the last client, and a new one cannot be opened
   */
  public Admin client() {
    return client.client();
  }

  /** The cause of a failed request. */
  private Throwable cause(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof AuthenticationException) {
      client.rejected();
    }
    return cause;
  }

  /** The result for one of several items of a request. */
  public static <K, T> KafkaFuture<T> of(K one, Map<K, KafkaFuture<T>> answers) {
    KafkaFuture<T> answer = answers.get(one);
    if (answer == null) {
      throw new IllegalStateException("a result is missing from the Kafka client's response");
    }
    return answer;
  }

  /**
   * Waits for an answer that must be a value.
   *
   * @param what the requested item, for messages
   * @throws OutageException if no broker answers, or it cannot answer
   * @throws SetUpException if a command lacks a permission
   */
  public <T> T get(String what, KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw errors.failure(what, cause(e));
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  /**
   * Waits for an answer about one topic.
   *
   * @param what the requested item, for messages
   * @return empty if the topic does not exist
   * @throws OutageException if no broker answers, or it cannot answer
   * @throws SetUpException if a command lacks a permission: a topic that it cannot see can still
   *     exist
   */
  public <T> Optional<T> find(String what, KafkaFuture<T> answer) {
    return ask(what, answer)
        .fold(
            Optional::of,
            missing -> Optional.empty(),
            denied -> {
              throw errors.failure(what, denied.cause());
            },
            refused -> {
              throw errors.failure(what, refused.cause());
            });
  }

  /**
   * Waits for any answer.
   *
   * @param what the requested item, for messages
   * @throws OutageException if no broker answers
   * @throws SetUpException if the brokers reject a command
   */
  public <T> Answer<T> ask(String what, KafkaFuture<T> answer) {
    try {
      return new Answer.Given<>(answer.get());
    } catch (ExecutionException e) {
      return errors.answer(what, cause(e));
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  /**
   * Creates a topic.
   *
   * @return whether it was created: false if another client was faster
   * @throws OutageException if no broker answers in time, or none can create it now
   * @throws SetUpException if the brokers reject a command
   */
  public Answer<Boolean> create(NewTopic topic) {
    return ask("topic " + topic.name(), client().createTopics(List.of(topic)).all())
        .fold(
            made -> new Answer.Given<>(true),
            missing -> new Answer.Missing<>(missing.cause()),
            denied -> new Answer.Denied<>(denied.cause()),
            refused ->
                refused.cause() instanceof TopicExistsException
                    ? new Answer.Given<>(false)
                    : new Answer.Refused<>(refused.cause()));
  }

  /**
   * Whether a topic exists. A topic that this user does not have permission to view counts as
   * existing.
   */
  public boolean exists(String topic) {
    String what = "topic " + topic;
    return ask(what, of(topic, client().describeTopics(List.of(topic)).topicNameValues()))
        .fold(
            given -> true,
            missing -> false,
            denied -> true,
            refused -> {
              throw errors.failure(what, refused.cause());
            });
  }

  /**
   * The cause that shows that no broker accepted a request of this client, or null. An error from a
   * broker is an answer.
   */
  public static @Nullable Throwable silence(Throwable failure) {
    return AdminErrors.silence(failure);
  }

  /**
   * Whether an outage means that no broker answered in time, rather than that a broker could not.
   */
  public static boolean isSilence(OutageException outage) {
    return outage.getCause() instanceof TimeoutException;
  }

  /** Whether an outage means that a running job lacks a permission. */
  public static boolean isDenial(OutageException outage) {
    return outage.getCause() instanceof AuthorizationException;
  }

  /**
   * The reason, as Kafka states it, or as TLS does if it is the cause. If an exception has no
   * message, its name is the reason.
   */
  public static String reason(Throwable cause) {
    Optional<TlsError> tls = TlsError.of(cause);
    if (tls.isPresent()) {
      return tls.get().reason();
    }
    String text = cause.getMessage();
    return text == null || text.isBlank() ? cause.getClass().getSimpleName() : text;
  }

  @Override
  public void close() {
    client.close();
  }
}
