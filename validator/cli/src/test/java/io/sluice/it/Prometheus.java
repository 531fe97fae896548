package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.demo.FreePorts;
import io.sluice.demo.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real Prometheus server, from Debian's package, that scrapes a job and applies our rules. */
final class Prometheus implements AutoCloseable {

  private static final Path BINARY = Path.of("/usr/bin/prometheus");

  private final Process process;
  private final int port;

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Says loudly where it is not. */
  static boolean isInstalled() {
    boolean installed = Files.isExecutable(BINARY);
    if (!installed) {
      System.err.println("SKIPPED: Prometheus is not installed (Debian package prometheus)");
    }
    return installed;
  }

  /**
   * Starts a server.
   *
   * @param dashboards the folder with prometheus/rules.yml
   * @param scraped the port of the job's metrics on this machine
   */
  static Prometheus start(Path folder, Path dashboards, int scraped) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    String rules = Files.readString(dashboards.resolve("prometheus/rules.yml"));
    Files.writeString(folder.resolve("rules.yml"), rules.replace("interval: 10s", "interval: 1s"));
    Files.writeString(
        config,
        """
        global: { scrape_interval: 1s }
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: sluice
            static_configs: [{ targets: ["127.0.0.1:%d"] }]
        """
            .formatted(scraped));
    int port = FreePorts.find(1).get(0);
    Process process =
        new ProcessBuilder(
                BINARY.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new Prometheus(process, port);
  }

  /** The series that a query gives now; nothing while the server starts. */
  JsonNode query(String promql) throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + port
                + "/api/v1/query?query="
                + URLEncoder.encode(promql, StandardCharsets.UTF_8));
    String answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return new ObjectMapper().readTree(answer).path("data").path("result");
  }

  @Override
  public void close() {
    Processes.stop(process);
  }
}
