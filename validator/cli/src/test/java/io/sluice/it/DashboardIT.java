package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.EmbeddedFlink;
import io.sluice.demo.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every metric that dashboards and rules use is one that a running job exports. */
class DashboardIT {

  private static final Path DASHBOARDS =
      Path.of(System.getProperty("sluice.root")).resolve("dashboards");
  private static final Pattern EXPORTED = Pattern.compile("flink_taskmanager_\\w+");
  private static final Pattern RECORDED = Pattern.compile("sluice:[a-z0-9_]+(:[a-z0-9]+)?");

  @Test
  void usesOnlyWhatTheJobExports(@TempDir Path folder) throws Exception {
    String rules = Files.readString(DASHBOARDS.resolve("prometheus/rules.yml"));
    Set<String> wanted = all(EXPORTED, rules);
    assertThat(wanted).hasSizeGreaterThan(5);
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.send("orders", 0, Orders.order(id, "clean", 1, "EUR"));
      landscape.send("orders", 0, Orders.order(id, "warned", 1, "JPY"));
      landscape.send("orders", 0, Orders.order(id, "dead", -1, "EUR"));
      landscape.send("orders", 0, null);
      landscape.flush();
      int port = FreePorts.find(1).get(0);
      EmbeddedFlink.Options options =
          new EmbeddedFlink.Options(
              1,
              1000,
              folder.resolve("checkpoints"),
              null,
              8 << 20,
              port,
              Map.of("restart-strategy.type", "none"));
      try (EmbeddedFlink flink = EmbeddedFlink.start(landscape.setup().plan(), options)) {
        landscape.awaitSettled("orders");
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .untilAsserted(() -> assertThat(all(EXPORTED, scrape(port))).containsAll(wanted));
        String scraped = scrape(port);
        assertThat(scraped)
            .contains("contract_topic_recordsClean{")
            .contains("contract=\"orders\"")
            .contains("rule=\"amount.gt\"")
            .contains("action=\"reject\"");
        if (Prometheus.isInstalled()) {
          try (Prometheus prometheus = Prometheus.start(folder, DASHBOARDS, port)) {
            Awaitility.await()
                .atMost(Landscape.PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(
                    () -> {
                      for (String query : queries()) {
                        assertThat(prometheus.query(query)).as(query).isNotEmpty();
                      }
                    });
          }
        }
        flink.cancel();
      }
    }
  }

  /** The queries of all panels, with every contract chosen. */
  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : dashboard().path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(target.path("expr").asText().replace("$contract", ".*"));
      }
    }
    return queries;
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper()
        .readTree(DASHBOARDS.resolve("grafana/dashboards/overview.json").toFile());
  }

  private static String scrape(int port) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void panelsUseRecordedNames() throws Exception {
    Set<String> recorded =
        all(
            Pattern.compile("(?<=record: )\\S+"),
            Files.readString(DASHBOARDS.resolve("prometheus/rules.yml")));
    Set<String> used = new TreeSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      assertThat(panel.path("description").asText()).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        used.addAll(all(RECORDED, target.path("expr").asText()));
      }
    }
    assertThat(used).isEqualTo(recorded);
  }

  @Test
  void prometheusTakesTheRules() throws Exception {
    assumeTrue(Prometheus.isInstalled(), "promtool is not installed");
    for (List<String> check :
        List.of(
            List.of("check", "rules", "prometheus/rules.yml"),
            List.of("check", "config", "prometheus/prometheus.yml"))) {
      Process process =
          new ProcessBuilder(
                  "/usr/bin/promtool",
                  check.get(0),
                  check.get(1),
                  DASHBOARDS.resolve(check.get(2)).toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    }
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
