package io.sluice.tls;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why a TLS connection failed.
 *
 * @param reason completes "Kafka at HOST: ..."; "it" is the server
 * @param advice a sentence that says what to do
 */
public record TlsError(String reason, String advice) {

  private static final String ALERT = "Received fatal alert: ";

  /** Alerts about a client's certificate (RFC 8446, section 6.2). */
  private static final Set<String> CLIENT_CERTIFICATE =
      Set.of(
          "access_denied",
          "bad_certificate",
          "certificate_expired",
          "certificate_required",
          "certificate_revoked",
          "certificate_unknown",
          "unknown_ca",
          "unsupported_certificate");

  /** Alerts of two sides that cannot agree. */
  private static final Set<String> NOTHING_IN_COMMON =
      Set.of("handshake_failure", "insufficient_security", "protocol_version");

  /** The error that an exception or one of its causes represents; empty if TLS is not the cause. */
  public static Optional<TlsError> of(Throwable failure) {
    List<Throwable> chain = Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    boolean isCut = !isFromTlsPeer(failure) && chain.stream().anyMatch(TlsError::isOfConnection);
    return chain.stream().anyMatch(TlsError::isOfTls) && !isCut
        ? Optional.of(
            certificate(chain)
                .or(() -> alert(chain))
                .orElseGet(
                    () ->
                        new TlsError(
                            "the TLS handshake failed: " + chain.get(chain.size() - 1).getMessage(),
                            "Check that the server uses TLS on this port.")))
        : Optional.empty();
  }

  /** Whether an exception shows that the peer speaks TLS, although the handshake failed. */
  public static boolean isFromTlsPeer(Throwable failure) {
    List<Throwable> chain = Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    return certificate(chain).isPresent() || alert(chain).isPresent();
  }

  /** A server that restarts also ends connections during a handshake. */
  private static boolean isOfConnection(Throwable cause) {
    return cause instanceof SocketException
        || cause instanceof SocketTimeoutException
        || cause instanceof EOFException;
  }

  private static boolean isOfTls(Throwable cause) {
    return cause instanceof SSLException || cause instanceof CertificateException;
  }

  private static Optional<TlsError> certificate(List<Throwable> chain) {
    for (Throwable cause : chain) {
      if (cause instanceof CertificateExpiredException) {
        return Optional.of(
            new TlsError(
                "its certificate has expired (" + cause.getMessage() + ")",
                "Renew the certificate of the server."));
      }
      if (cause instanceof CertificateNotYetValidException) {
        return Optional.of(
            new TlsError(
                "its certificate is not valid yet (" + cause.getMessage() + ")",
                "Check the clocks of both machines."));
      }
    }
    for (Throwable cause : chain) {
      if (cause instanceof CertPathBuilderException
          || cause instanceof CertPathValidatorException) {
        return Optional.of(
            new TlsError(
                "its certificate is not signed by an authority that this client trusts",
                "Add the certificate of that authority to the truststore."));
      }
      if (cause instanceof InvalidAlgorithmParameterException) {
        return Optional.of(
            new TlsError(
                "the truststore has no certificate of an authority",
                "Import the authority's certificate as a trusted certificate."));
      }
      if (cause.getClass() == CertificateException.class) {
        return Optional.of(
            new TlsError(
                "its certificate is for a different host: " + cause.getMessage(),
                "Use a host name that the certificate contains."));
      }
    }
    return Optional.empty();
  }

  private static Optional<TlsError> alert(List<Throwable> chain) {
    return chain.stream()
        .map(cause -> String.valueOf(cause.getMessage()))
        .filter(message -> message.startsWith(ALERT))
        .map(message -> ofAlert(message.substring(ALERT.length())))
        .findFirst();
  }

  private static TlsError ofAlert(String alert) {
    if (CLIENT_CERTIFICATE.contains(alert)) {
      return new TlsError(
          "it rejected this client's certificate (TLS alert " + alert + ")",
          "Set ssl.keystore.location to a keystore with a certificate that has not expired and that"
              + " the server trusts.");
    }
    return NOTHING_IN_COMMON.contains(alert)
        ? new TlsError(
            "it has no TLS version or cipher suite in common with this client (TLS alert "
                + alert
                + ")",
            "Check ssl.enabled.protocols and ssl.cipher.suites.")
        : new TlsError(
            "the TLS handshake failed (TLS alert " + alert + ")", "Check the log of the server.");
  }
}
