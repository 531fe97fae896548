package io.sluice.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.bench.Runs.Result;
import io.sluice.cli.run.Reporting;
import io.sluice.demo.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * A benchmark of the gate without observation, with scraped metrics, and with scraped metrics and
 * traces. The three run in turn and read the same records; each record has a trace, and one in a
 * hundred is dead.
 */
public final class Observed {

  private static final int SCRAPE_SECONDS = 5;
  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";

  private final EndToEnd bench;
  private final int rows;

  /** A collector that accepts spans and drops them. */
  private final HttpServer collector;

  private final AtomicInteger batches = new AtomicInteger();

  private Observed(EndToEnd bench, int rows) throws IOException {
    this.bench = bench;
    this.rows = rows;
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext("/v1/traces", this::takeSpans);
    collector.start();
  }

  public static void main(String[] arguments) throws Exception {
    Landscape.main(
        arguments,
        (runs, records, rounds) -> {
          runs.feed(List.of(EndToEnd.TOPIC), Events.PARTITIONS, records, true);
          int dead = (records + Events.DEAD_ONE_IN - 1) / Events.DEAD_ONE_IN;
          new Observed(new EndToEnd(runs, records), records - dead).run(rounds);
        });
  }

  private void run(int rounds) throws Exception {
    bench.gate("warm", rows, false, Map.of());
    List<Result> off = new ArrayList<>();
    List<Result> metrics = new ArrayList<>();
    List<Result> traces = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      off.add(bench.gate("off" + round, rows, false, Map.of()));
      metrics.add(scraped("metrics" + round, false));
      traces.add(traced("traces" + round));
    }
    Runs.print("gate, neither metrics nor traces", off);
    Runs.print("gate, metrics scraped every 5 s", metrics);
    Runs.print("gate, metrics scraped, _trace_id, and spans", traces);
    compare("records/s", Result::perSecond, off, metrics, traces);
    compare("CPU/record", Result::cpuMicros, off, metrics, traces);
    System.out.println(batches + " batches of spans arrived");
  }

  private static void compare(
      String what,
      ToDoubleFunction<Result> of,
      List<Result> off,
      List<Result> metrics,
      List<Result> traces) {
    double base = Runs.median(off, of);
    System.out.printf(
        Locale.ROOT,
        "ratio of %s, medians: metrics / off %.2f, metrics and traces / off %.2f%n",
        what,
        Runs.median(metrics, of) / base,
        Runs.median(traces, of) / base);
  }

  private Result scraped(String name, boolean traced) throws Exception {
    int port = FreePorts.find(1).get(0);
    ScheduledExecutorService prometheus = Executors.newSingleThreadScheduledExecutor();
    HttpRequest scrape =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    try {
      var unused =
          prometheus.scheduleAtFixedRate(
              () -> ask(scrape), SCRAPE_SECONDS, SCRAPE_SECONDS, TimeUnit.SECONDS);
      return bench.gate(name, rows, traced, Reporting.on("127.0.0.1", port));
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

  private Result traced(String name) throws Exception {
    System.setProperty(ENDPOINT, "http://127.0.0.1:" + collector.getAddress().getPort());
    try {
      return scraped(name, true);
    } finally {
      System.clearProperty(ENDPOINT);
    }
  }

  private void takeSpans(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, -1);
      batches.incrementAndGet();
    }
  }
}
