package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Flink's REST interface. */
final class Rest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Rest() {}

  static JsonNode get(int port, String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address(port, path)).build());
  }

  static JsonNode post(int port, String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address(port, path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  static void cancel(int port, String job) throws IOException, InterruptedException {
    JsonNode unused =
        send(
            HttpRequest.newBuilder(address(port, "/jobs/" + job))
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .build());
  }

  private static URI address(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(request.uri() + " gave " + response.statusCode() + response.body());
    }
    return response.body().isEmpty()
        ? new ObjectMapper().createObjectNode()
        : new ObjectMapper().readTree(response.body());
  }
}
