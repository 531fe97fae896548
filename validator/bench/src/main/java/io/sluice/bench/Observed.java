package io.sluice.bench;

import io.sluice.bench.Runs.Result;
import io.sluice.cli.Reporting;
import io.sluice.demo.EmbeddedRegistry;
import io.sluice.demo.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The gate without a metrics endpoint beside the gate with one that is scraped, taking turns. */
public final class Observed {

  private static final int SCRAPE_SECONDS = 5;

  private Observed() {}

  public static void main(String[] arguments) throws Exception {
    int records = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    Path folder = Files.createTempDirectory("sluice-bench");
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("kafka"));
        EmbeddedRegistry registry =
            EmbeddedRegistry.start(Path.of(arguments[0]), folder.resolve("registry"))) {
      Runs runs = new Runs(folder, broker.bootstrapServers(), registry.url());
      EndToEnd bench = new EndToEnd(runs, records);
      runs.feed(List.of(EndToEnd.TOPIC), Events.PARTITIONS, records);
      bench.gate("warm", Map.of());
      List<Result> off = new ArrayList<>();
      List<Result> on = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        off.add(bench.gate("off" + round, Map.of()));
        on.add(scraped(bench, "on" + round));
      }
      Runs.print("gate, no metrics endpoint", off);
      Runs.print("gate, metrics scraped every 5 s", on);
      System.out.printf(
          Locale.ROOT,
          "ratio of records/s (metrics on / off), medians: %.2f%n",
          Runs.median(on) / Runs.median(off));
    }
    System.exit(0);
  }

  private static Result scraped(EndToEnd bench, String name) throws Exception {
    int port = FreePorts.find(1).get(0);
    ScheduledExecutorService prometheus = Executors.newSingleThreadScheduledExecutor();
    HttpRequest scrape =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    try {
      var unused =
          prometheus.scheduleAtFixedRate(
              () -> ask(scrape), SCRAPE_SECONDS, SCRAPE_SECONDS, TimeUnit.SECONDS);
      return bench.gate(name, Reporting.on(port));
    } finally {
      prometheus.shutdownNow();
    }
  }

  private static void ask(HttpRequest scrape) {
    try {
      HttpClient.newHttpClient().send(scrape, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
