package io.sluice.it;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.demo.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A proxy before the real registry that can be down in several ways, and that has schemas which the
 * real one refuses and others take.
 */
final class FaultyRegistry implements AutoCloseable {

  /** How it answers. */
  enum Mode {
    WORKING,
    REFUSED,
    HANGING,
    STATUS_503,
    HTML_404
  }

  private static final int FIRST_OWN = 1_000_000;
  private static final Pattern ID = Pattern.compile("/schemas/ids/(\\d{1,9})");

  private final String real;
  private final int port = FreePorts.find(1).get(0);
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Integer, String> own = new ConcurrentHashMap<>();
  private final SSLContext tls;
  private volatile boolean needsCertificate;
  private volatile Predicate<String> credentials = header -> true;
  private volatile Mode mode = Mode.WORKING;
  private HttpServer server;

  FaultyRegistry(String real) throws IOException {
    this(real, null);
  }

  /**
   * @param tls what it serves TLS with, or null
   */
  FaultyRegistry(String real, SSLContext tls) throws IOException {
    this.real = real;
    this.tls = tls;
    listen();
  }

  String url() {
    return (tls == null ? "http" : "https") + "://127.0.0.1:" + port;
  }

  /** Answers 401 unless the Authorization header satisfies the condition. */
  void requireCredentials(Predicate<String> valid) {
    credentials = valid;
  }

  /** Accepts only clients with a certificate, or all. */
  void requireCertificate(boolean required) {
    needsCertificate = required;
  }

  /** Serves a schema that the real registry does not have, and gives its id. */
  int serve(String type, String schema) {
    int id = FIRST_OWN + own.size();
    own.put(
        id,
        JsonNodeFactory.instance
            .objectNode()
            .put("schemaType", type)
            .put("schema", schema)
            .toString());
    return id;
  }

  void become(Mode next) throws IOException {
    if (next == Mode.REFUSED) {
      server.stop(0);
    } else if (mode == Mode.REFUSED) {
      listen();
    }
    mode = next;
  }

  private void listen() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    if (tls == null) {
      server = HttpServer.create(address, 0);
    } else {
      HttpsServer secured = HttpsServer.create(address, 0);
      secured.setHttpsConfigurator(
          new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
              SSLParameters chosen = tls.getDefaultSSLParameters();
              chosen.setNeedClientAuth(needsCertificate);
              parameters.setSSLParameters(chosen);
            }
          });
      server = secured;
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (!credentials.test(given == null ? "" : given)) {
        send(exchange, 401, "application/json", "{\"error_code\": 401}");
        return;
      }
      switch (mode) {
        case STATUS_503 -> send(exchange, 503, "application/json", "{\"error_code\": 50301}");
        case HTML_404 -> send(exchange, 404, "text/html", "<html>no such page</html>");
        case HANGING -> Thread.sleep(60_000);
        default -> {
          Matcher matcher = ID.matcher(exchange.getRequestURI().getPath());
          String schema = matcher.matches() ? own.get(Integer.valueOf(matcher.group(1))) : null;
          if (schema == null) {
            forward(exchange);
          } else {
            send(exchange, 200, "application/json", schema);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forward(HttpExchange exchange) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(real + exchange.getRequestURI())).build(),
            HttpResponse.BodyHandlers.ofString());
    send(exchange, response.statusCode(), "application/json", response.body());
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
