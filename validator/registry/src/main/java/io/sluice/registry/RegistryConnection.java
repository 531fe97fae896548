package io.sluice.registry;

import io.sluice.tls.StoreFiles;
import io.sluice.tls.TlsError;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.SslFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.bearerauth.oauth.exceptions.SchemaRegistryOauthTokenRetrieverException;
import org.jspecify.annotations.Nullable;

/** The connection to a registry: its address, credentials, and certificates. */
final class RegistryConnection {

  /** The HTTP statuses of a registry that does not accept who asks. */
  private static final Set<Integer> REJECTIONS =
      Set.of(HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN);

  /** The prefix of client properties in the configuration of Confluent's serializers. */
  private static final String NAMESPACE = "schema.registry.";

  private final String url;
  private final String address;
  private final Map<String, String> properties;
  private final int timeoutMillis;
  private final StoreFiles files;
  private @Nullable RestService rest;
  private List<Object> versions = List.of();

  /**
   * @param url base URL, such as {@code http://localhost:8081}
   * @param properties the client's own properties for authentication and TLS
   * @param timeoutMillis timeout of each connection and of each read
   */
  RegistryConnection(String url, Map<String, String> properties, int timeoutMillis) {
    this.url = ConfluentRegistryClient.withoutUser(url);
    this.address = url;
    this.properties = Map.copyOf(properties);
    this.timeoutMillis = timeoutMillis;
    this.files = new StoreFiles(tls(properties));
  }

  /** Confluent's client, created again if the files with its certificates change. */
  synchronized RestService rest() throws RegistryOutage {
    List<Object> now = files.versions();
    RestService current = rest;
    if (current == null || !now.equals(versions)) {
      try {
        current = open();
      } catch (RuntimeException e) {
        if (current != null) {
          // perhaps only half of a file is written; the next request tries again
          return current;
        }
        throw RegistryOutage.ofSetUp(
            "the client of the registry at " + url + " rejected its properties: " + reason(e),
            "Check registry.properties.",
            e);
      }
      rest = current;
      versions = now;
    }
    return current;
  }

  private RestService open() {
    RestService opened = new RestService(address);
    opened.configure(typed(properties));
    Map<String, String> tls = tls(properties);
    if (!tls.isEmpty()) {
      opened.setSslSocketFactory(new SslFactory(tls).sslContext().getSocketFactory());
    }
    opened.setHttpConnectTimeoutMs(timeoutMillis);
    opened.setHttpReadTimeoutMs(timeoutMillis);
    return opened;
  }

  /** The properties, with a number where Confluent's client requires one instead of text. */
  private static Map<String, Object> typed(Map<String, String> properties) {
    Map<String, Object> typed = new HashMap<>(properties);
    typed.computeIfPresent(
        SchemaRegistryClientConfig.BEARER_AUTH_CACHE_EXPIRY_BUFFER_SECONDS,
        (name, value) -> Short.valueOf(value.toString().strip()));
    return typed;
  }

  /** The message of the innermost exception, which names the file or property. */
  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    if (deepest instanceof AccessDeniedException) {
      return "you do not have permission to read the file " + deepest.getMessage();
    }
    return deepest instanceof NoSuchFileException
        ? "the file " + deepest.getMessage() + " does not exist"
        : "" + deepest.getMessage();
  }

  private static Map<String, String> tls(Map<String, String> properties) {
    Map<String, String> tls = new HashMap<>();
    properties.forEach(
        (name, value) -> {
          String own = name.startsWith(NAMESPACE) ? name.substring(NAMESPACE.length()) : name;
          if (own.startsWith("ssl.")) {
            tls.put(own, value);
          }
        });
    return tls;
  }

  /** The outage of a client that gets no token from its token server (OAuth 2). */
  RegistryOutage withoutToken(SchemaRegistryOauthTokenRetrieverException e) {
    String message =
        "the token server for the registry at " + url + " issued no token: " + reason(e);
    boolean isSilent =
        Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
            .anyMatch(
                cause ->
                    cause instanceof SocketException
                        || cause instanceof SocketTimeoutException
                        || cause instanceof UnknownHostException);
    return isSilent
        ? new RegistryOutage(message, e)
        : RegistryOutage.ofSetUp(
            message,
            "Check bearer.auth.client.id and bearer.auth.client.secret in registry.properties.",
            e);
  }

  /** The outage that an HTTP status represents. */
  RegistryOutage outage(RestClientException e) {
    if (REJECTIONS.contains(e.getStatus())) {
      return RegistryOutage.ofSetUp(
          "the registry at "
              + url
              + " rejected this client's credentials (HTTP status "
              + e.getStatus()
              + ")",
          "Check the credentials in registry.properties and what they may read.",
          e);
    }
    return new RegistryOutage(
        "the registry at " + url + " returned HTTP status " + e.getStatus(), e);
  }

  RegistryOutage outage(IOException e) {
    Optional<TlsError> tls = TlsError.of(e);
    if (tls.isPresent()) {
      return RegistryOutage.ofSetUp(
          "cannot connect to the registry at " + url + ": " + tls.get().reason(),
          tls.get().advice(),
          e);
    }
    return new RegistryOutage(
        "the registry at " + url + " cannot be reached: " + e.getMessage(), e);
  }
}
