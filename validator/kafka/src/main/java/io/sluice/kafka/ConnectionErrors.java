package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.tls.TlsError;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** States why there is no connection to Kafka, and what to do. */
final class ConnectionErrors {

  private final Map<String, String> kafka;
  private final Caller caller;
  private final String servers;

  /**
   * @param kafka Kafka's own client properties
   */
  ConnectionErrors(Map<String, String> kafka, Caller caller) {
    this.kafka = Map.copyOf(kafka);
    this.caller = caller;
    this.servers = "Kafka at " + kafka.getOrDefault("bootstrap.servers", "");
  }

  /** The failure for a client that cannot be created. */
  Failure unopened(KafkaException e) {
    String reason = ClientProperties.reason(e);
    if (ClientProperties.isTokenServerSilent(kafka, e)) {
      return new OutageException(
          "the token server for " + servers + " did not respond: " + reason, e);
    }
    // host names of a job might not resolve at the moment
    return caller == Caller.COMMAND
        ? new SetUpException(
            "the Kafka client rejected its properties: "
                + reason
                + ". Check 'kafka' in the configuration, and the --command-config file.")
        : new OutageException("the Kafka client cannot be created: " + reason, e);
  }

  /** The failure for a broker that does not accept this client, or that this client rejects. */
  Failure rejected(AuthenticationException cause) {
    if (cause instanceof SslAuthenticationException) {
      TlsError error =
          TlsError.of(cause)
              .orElseGet(
                  () ->
                      new TlsError(
                          KafkaAdmin.reason(cause), "Check the ssl.* properties in 'kafka'."));
      return caller.denied(
          "cannot connect to " + servers + ": " + error.reason() + ". " + error.advice(), cause);
    }
    return Stream.iterate((Throwable) cause, Objects::nonNull, Throwable::getCause)
        .filter(SaslException.class::isInstance)
        .findFirst()
        .map(own -> noCredentials((SaslException) own))
        .orElseGet(
            () ->
                caller.denied(
                    servers
                        + " rejected this client's credentials: "
                        + KafkaAdmin.reason(cause)
                        + (usesTokens()
                            ? ". The broker rejected the token. Check sasl.oauthbearer.scope, and"
                                + " the audience and issuer that the broker expects."
                            : ". Check sasl.mechanism and the user and password in"
                                + " sasl.jaas.config."),
                    cause));
  }

  /** The failure of the client itself, before the broker sees any credentials. */
  private Failure noCredentials(SaslException cause) {
    boolean needsHandler = usesTokens() && !kafka.containsKey("sasl.login.callback.handler.class");
    return caller.denied(
        "this client has no credentials for "
            + servers
            + ": "
            + KafkaAdmin.reason(cause)
            + (needsHandler
                ? ". To fetch tokens, set sasl.login.callback.handler.class to"
                    + " org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler."
                : ". Check sasl.mechanism and sasl.jaas.config."),
        cause);
  }

  private boolean usesTokens() {
    return "OAUTHBEARER".equals(kafka.get("sasl.mechanism"));
  }

  /**
   * The failure for a broker that does not respond. A command connects to it again to find out why,
   * which takes a few seconds; a job does not wait for that.
   */
  Failure silent(String what, TimeoutException cause) {
    String silence = servers + " did not respond to a request for " + what;
    if (caller == Caller.JOB) {
      return new OutageException(
          silence
              + ". Check kafka.bootstrap.servers, and make sure that a broker is listening there.",
          cause);
    }
    BrokerProbe.Finding finding = BrokerProbe.find(kafka);
    String message = silence + ": " + finding.reason() + ". " + finding.advice();
    return finding.isSetUp() ? caller.denied(message, cause) : new OutageException(message, cause);
  }
}
