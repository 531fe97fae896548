package org.apache.iceberg.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.util.Pair;

/**
 * Iceberg's REST protocol over any catalog. Routes and semantics are Iceberg's own (its
 * RESTCatalogAdapter, from the test jar); only the servlet, which needs an unshaded Jackson, is
 * replaced. In Iceberg's package, as Route and RESTObjectMapper are not public.
 */
public final class RestCatalogServer implements AutoCloseable {

  /** What happens to a request instead of, or after, the real thing. */
  public enum Fault {
    NONE,
    /** 503 and nothing is done. */
    REFUSE,
    /** Everything is done, but 503 is what the client sees. */
    DO_AND_503,
    /** Everything is done, but the connection is cut without a reply. */
    DO_AND_CUT
  }

  /** Asked once for each request. */
  @FunctionalInterface
  public interface Faults {
    Fault of(String method, String path);
  }

  private final RESTCatalogAdapter adapter;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private volatile Faults faults = (method, path) -> Fault.NONE;
  private volatile Predicate<String> credentials = header -> true;

  public RestCatalogServer(Catalog backing) throws IOException {
    adapter = new RESTCatalogAdapter(backing);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers 401 unless the Authorization header satisfies the condition. */
  public void requireCredentials(Predicate<String> valid) {
    credentials = valid;
  }

  public void faults(Faults planted) {
    faults = planted;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath().substring(1);
    byte[] body = exchange.getRequestBody().readAllBytes();
    Fault fault = faults.of(exchange.getRequestMethod(), path);
    try {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      Answer answer =
          !credentials.test(given == null ? "" : given)
              ? error(401, "NotAuthorizedException", "no valid token")
              : fault == Fault.REFUSE ? unavailable() : answer(exchange, path, body);
      if (fault == Fault.DO_AND_CUT) {
        // without sendResponseHeaders: the server closes the connection
        return;
      }
      if (fault == Fault.DO_AND_503) {
        answer = unavailable();
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (head || answer.body().length == 0) {
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
      }
    } finally {
      exchange.close();
    }
  }

  private record Answer(int status, byte[] body, Map<String, String> headers) {}

  private static Answer unavailable() throws IOException {
    return error(503, "ServiceUnavailableException", "planted");
  }

  private static Answer error(int status, String type, String message) throws IOException {
    return json(
        status,
        ErrorResponse.builder().responseCode(status).withType(type).withMessage(message).build(),
        Map.of());
  }

  private static Answer json(int status, Object body, Map<String, String> headers)
      throws IOException {
    return new Answer(status, RESTObjectMapper.mapper().writeValueAsBytes(body), headers);
  }

  private Answer answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    HTTPRequest.HTTPMethod method = HTTPRequest.HTTPMethod.valueOf(exchange.getRequestMethod());
    Pair<Route, Map<String, String>> found = Route.from(method, path);
    if (found == null) {
      return error(400, "BadRequestException", "no route for " + method + " " + path);
    }
    Route route = found.first();
    Object parsed = null;
    if (route.requestClass() != null) {
      parsed = RESTObjectMapper.mapper().readValue(body, route.requestClass());
    }
    Map<String, String> query = query(exchange.getRequestURI());
    HTTPRequest request =
        ImmutableHTTPRequest.builder()
            .baseUri(URI.create(uri()))
            .method(method)
            .path(path)
            .queryParameters(query)
            .headers(headers(exchange))
            .body(parsed)
            .build();
    Map<String, String> variables = new HashMap<>(query);
    variables.putAll(found.second());
    Map<String, String> responseHeaders = new HashMap<>();
    try {
      RESTResponse response =
          adapter.handleRequest(
              route, variables, request, route.responseClass(), responseHeaders::putAll);
      return response == null
          ? new Answer(204, new byte[0], responseHeaders)
          : json(200, response, responseHeaders);
    } catch (RuntimeException e) {
      ErrorResponse.Builder error = ErrorResponse.builder();
      RESTCatalogAdapter.configureResponseFromException(e, error);
      ErrorResponse built = error.build();
      return json(built.code(), built, Map.of());
    }
  }

  private static HTTPHeaders headers(HttpExchange exchange) {
    Map<String, String> first = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> first.put(name, values.get(0)));
    return HTTPHeaders.of(first);
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&")) {
        int at = pair.indexOf('=');
        String name = at < 0 ? pair : pair.substring(0, at);
        String value = at < 0 ? "" : pair.substring(at + 1);
        query.put(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdownNow();
    adapter.close();
  }
}
