package io.sluice.kafka;

import io.sluice.tls.TlsError;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a broker does not respond. Kafka's client reports only a timeout if nothing listens
 * on the port, and also if {@code security.protocol} does not match the port.
 */
final class BrokerProbe {

  private static final int PATIENCE_MILLIS = 1_500;
  private static final int MOST_SERVERS = 3;

  private static final String TIMED_OUT = "a server is listening there, but the request timed out";
  private static final String CHECK_ADVERTISED =
      "Check that this machine can connect to the addresses in advertised.listeners of the brokers.";

  /**
   * SaslHandshake, version 1. A port without SASL answers it with an error, and one with SASL lists
   * its mechanisms.
   *
   * @see <a href="https://kafka.apache.org/protocol.html#The_Messages_SaslHandshake">protocol</a>
   */
  private static final short SASL_HANDSHAKE = 17;

  /** Larger than any answer to the request. */
  private static final int MOST_BYTES = 10_000;

  private BrokerProbe() {}

  /**
   * What was found.
   *
   * @param reason completes "Kafka did not respond: ..."
   * @param advice a sentence that says what to do
   * @param isSetUp whether the client's properties are wrong; otherwise it is an outage
   */
  record Finding(String reason, String advice, boolean isSetUp) {}

  /**
   * Looks at the first bootstrap server that accepts a connection, of the first three. Takes a few
   * seconds at most.
   *
   * @param kafka Kafka's own client properties
   */
  static Finding find(Map<String, String> kafka) {
    String refused = "no server is given";
    for (InetSocketAddress server : servers(kafka).stream().limit(MOST_SERVERS).toList()) {
      Optional<String> failure = connection(server.getHostString(), server.getPort());
      if (failure.isEmpty()) {
        return listening(server, protocol(kafka));
      }
      refused = failure.get();
    }
    return new Finding(
        refused,
        "Check --bootstrap-server or kafka.bootstrap.servers, and make sure that a broker is listening there.",
        false);
  }

  private static List<InetSocketAddress> servers(Map<String, String> kafka) {
    List<String> servers =
        List.of(kafka.getOrDefault("bootstrap.servers", "").strip().split("\\s*,\\s*"));
    try {
      return ClientUtils.parseAndValidateAddresses(servers, "use_all_dns_ips");
    } catch (KafkaException e) {
      return List.of();
    }
  }

  private static String protocol(Map<String, String> kafka) {
    return kafka.getOrDefault("security.protocol", "PLAINTEXT").strip().toUpperCase(Locale.ROOT);
  }

  /** The reason why there is no connection; empty if there is one. */
  static Optional<String> connection(String host, int port) {
    try {
      socket(host, port).close();
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      return Optional.of("the connection timed out");
    } catch (IOException e) {
      return Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static Socket socket(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Finding listening(InetSocketAddress server, String protocol) {
    boolean usesTls = protocol.endsWith("SSL");
    List<String> mechanisms = mechanisms(server);
    if (mechanisms != null) {
      String found = mechanisms.isEmpty() ? "PLAINTEXT" : "SASL_PLAINTEXT";
      return found.equals(protocol) ? unfinished() : mismatch(found, protocol);
    }
    if (!usesTls && speaksTls(server)) {
      return new Finding(
          "the port uses TLS, but security.protocol is " + protocol,
          "Set security.protocol to SSL or SASL_SSL.",
          true);
    }
    if (protocol.equals("SSL")) {
      return new Finding(
          TIMED_OUT,
          "If the port requires SASL, set security.protocol to SASL_SSL. " + CHECK_ADVERTISED,
          false);
    }
    return unfinished();
  }

  private static Finding mismatch(String found, String protocol) {
    return new Finding(
        "the port uses " + found + ", but security.protocol is " + protocol,
        protocol.endsWith("SSL")
            ? "Check the port in bootstrap.servers. Set security.protocol to "
                + found
                + " only if this port must not use TLS."
            : "Set security.protocol to " + found + ".",
        true);
  }

  private static Finding unfinished() {
    return new Finding(TIMED_OUT, CHECK_ADVERTISED, false);
  }

  /**
   * The SASL mechanisms of a port without TLS; null if the port does not speak Kafka's protocol.
   */
  private static @Nullable List<String> mechanisms(InetSocketAddress server) {
    try (Socket socket = socket(server.getHostString(), server.getPort())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] client = "sluice".getBytes(StandardCharsets.UTF_8);
      out.writeInt(2 + 2 + 4 + 2 + client.length + 2);
      out.writeShort(SASL_HANDSHAKE);
      out.writeShort(1);
      out.writeInt(1);
      out.writeShort(client.length);
      out.write(client);
      // a mechanism that no broker has
      out.writeShort(0);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int size = in.readInt();
      boolean isAnswer = size >= 10 && size < MOST_BYTES && in.readInt() == 1;
      if (!isAnswer) {
        return null;
      }
      short error = in.readShort();
      if (error != Errors.UNSUPPORTED_SASL_MECHANISM.code()) {
        return List.of();
      }
      List<String> mechanisms = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        mechanisms.add(in.readUTF());
      }
      return mechanisms;
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether a TLS handshake begins; the server's certificate does not matter. */
  private static boolean speaksTls(InetSocketAddress server) {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (Socket plain = socket(server.getHostString(), server.getPort());
        SSLSocket socket =
            (SSLSocket)
                factory.createSocket(plain, server.getHostString(), server.getPort(), true)) {
      socket.startHandshake();
      return true;
    } catch (IOException e) {
      return TlsError.isFromTlsPeer(e);
    }
  }
}
