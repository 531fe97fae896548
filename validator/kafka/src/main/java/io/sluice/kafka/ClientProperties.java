package io.sluice.kafka;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;

/** Explains why Kafka's client cannot be created from its properties. */
final class ClientProperties {

  /** The names of exceptions at the start of a message. */
  private static final Pattern CLASS_NAMES = Pattern.compile("^(?:[\\w.$]+(?:Exception|Error): )+");

  private ClientProperties() {}

  /** The reason in one line, without the exceptions that only wrap another. */
  static String reason(KafkaException failure) {
    List<Throwable> chain = Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    Throwable deepest = chain.get(chain.size() - 1);
    // the innermost of Kafka's exceptions says what failed, such as the name of a file
    Throwable own =
        chain.stream()
            .filter(KafkaException.class::isInstance)
            .reduce(failure, (outer, inner) -> inner);
    return own.equals(deepest) || chain.stream().anyMatch(LoginException.class::isInstance)
        ? text(deepest)
        : text(own) + ": " + text(deepest);
  }

  private static String text(Throwable cause) {
    if (cause instanceof NoSuchFileException) {
      return "the file does not exist";
    }
    if (cause instanceof AccessDeniedException) {
      return "you do not have permission to read the file";
    }
    if (cause instanceof UnrecoverableKeyException) {
      return "the password is wrong";
    }
    if (cause instanceof KafkaException || cause.getMessage() != null) {
      return line(KafkaAdmin.reason(cause));
    }
    return cause.getClass().getSimpleName();
  }

  /** The first line: a login's message has the stack trace of its cause in it. */
  private static String line(String message) {
    String first = message.lines().findFirst().orElse(message);
    return CLASS_NAMES.matcher(first).replaceFirst("").replaceFirst("[. ]+$", "");
  }

  /** Whether the login failed because the server that issues tokens does not respond. */
  static boolean isTokenServerSilent(Map<String, String> kafka, KafkaException failure) {
    boolean isLogin =
        Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(LoginException.class::isInstance);
    if (!isLogin) {
      return false;
    }
    return Optional.ofNullable(kafka.get(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL))
        .flatMap(ClientProperties::url)
        .filter(url -> url.getHost() != null)
        .map(url -> BrokerProbe.connection(url.getHost(), port(url)))
        .map(Optional::isPresent)
        .orElse(false);
  }

  private static Optional<URI> url(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      // Kafka's own message says so
      return Optional.empty();
    }
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equals(url.getScheme()) ? 443 : 80;
  }
}
