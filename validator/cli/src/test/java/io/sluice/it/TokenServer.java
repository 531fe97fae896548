package io.sluice.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OAuth 2 server for client credentials (RFC 6749, section 4.4). Its tokens are JWTs signed with
 * RS256 (RFC 7519).
 */
final class TokenServer implements AutoCloseable {

  static final String CLIENT = "sluice-client";
  static final String SECRET = "client-secret-4711";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final KeyPair keys;
  private final Duration lifetime;
  private final AtomicInteger issued = new AtomicInteger();

  /**
   * @param lifetime of the tokens
   */
  TokenServer(Duration lifetime) throws IOException, GeneralSecurityException {
    this.lifetime = lifetime;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/token", this::token);
    server.createContext("/keys", exchange -> reply(exchange, 200, publicKeys()));
    server.start();
  }

  String tokenUrl() {
    return url("/token");
  }

  String keysUrl() {
    return url("/keys");
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** How many tokens were issued. */
  int issued() {
    return issued.get();
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String basic = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    boolean isInForm =
        form.contains("client_id=" + CLIENT) && form.contains("client_secret=" + SECRET);
    if (!basic.equals(expected) && !isInForm) {
      reply(exchange, 401, Map.of("error", "invalid_client"));
      return;
    }
    issued.incrementAndGet();
    reply(
        exchange,
        200,
        Map.of(
            "access_token",
            jwt(),
            "token_type",
            "bearer",
            "issued_token_type",
            "urn:ietf:params:oauth:token-type:access_token",
            "expires_in",
            lifetime.toSeconds()));
  }

  /** Whether an Authorization header has a token that was issued here and is valid. */
  boolean acceptsHeader(String header) {
    return header.startsWith("Bearer ") && accepts(header.substring("Bearer ".length()));
  }

  /** Whether a token was issued here and is valid. */
  boolean accepts(String token) {
    String[] parts = token.split("\\.");
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
      long expires = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp").asLong();
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
          && Instant.now().getEpochSecond() < expires;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private String jwt() throws IOException {
    long now = Instant.now().getEpochSecond();
    String signed =
        part(Map.of("alg", "RS256", "kid", "test", "typ", "JWT"))
            + "."
            + part(
                Map.of(
                    "sub",
                    CLIENT,
                    "iss",
                    "test",
                    "aud",
                    "kafka",
                    "iat",
                    now,
                    "exp",
                    now + lifetime.toSeconds()));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.UTF_8));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private Map<String, Object> publicKeys() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return Map.of(
        "keys",
        List.of(
            Map.of(
                "kty",
                "RSA",
                "kid",
                "test",
                "alg",
                "RS256",
                "use",
                "sig",
                "n",
                base64(unsigned(key.getModulus())),
                "e",
                base64(unsigned(key.getPublicExponent())))));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String part(Map<String, ?> claims) throws IOException {
    return base64(JSON.writeValueAsBytes(claims));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void reply(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    try (exchange) {
      byte[] bytes = JSON.writeValueAsBytes(body);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
