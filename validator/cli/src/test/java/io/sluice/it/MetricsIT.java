package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.demo.FreePorts;
import io.sluice.job.metric.Metric;
import io.sluice.job.metric.MetricPart;
import io.sluice.letters.LetterMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running job exports is the catalog, no more than is declared, and not too much. */
class MetricsIT {

  private static final String DEAD_BY_CAUSE = Metric.DEAD_BY_CAUSE.prometheusName();

  private static EmbeddedFlink start(Landscape landscape, int port) throws Exception {
    return EmbeddedFlink.start(
        landscape.setup().plan(),
        new EmbeddedFlink.Options(
            2,
            1000,
            landscape.folder().resolve("checkpoints"),
            null,
            "127.0.0.1",
            port,
            Map.of("restart-strategy.type", "none")));
  }

  @Test
  void everyMetricOfTheCatalogIsExportedWithItsLabels(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 2);
      landscape.topic("orders.dlq", 1);
      landscape.contract(
          "orders",
          Orders.contract("orders", "orders", "shop.orders")
              + "  - id: cents\n    expr: 1 / size(message.id) >= 0\n"
              + "    onFailure: shadow\n"
              + "breaker: { consecutive: 3, action: hold }\ncontact: '#checkout'\n");
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.send("orders", 0, Orders.order(id, "clean", 1, "EUR"));
      landscape.send("orders", 0, Orders.order(id, "warned", 1, "JPY"));
      landscape.send("orders", 0, Orders.order(id, "", 1, "EUR"));
      landscape.send("orders", 0, null);
      for (int i = 0; i < 3; i++) {
        landscape.send("orders", 1, Orders.order(id, "dead", -1, "EUR"));
      }
      landscape.send("orders", 1, Orders.order(id, "waits", 1, "EUR"));
      landscape.flush();
      int port = FreePorts.find(1).get(0);
      try (EmbeddedFlink flink = start(landscape, port)) {
        Set<Metric> ofTheJob = new HashSet<>(Set.of(Metric.values()));
        ofTheJob.removeAll(Metric.of(MetricPart.LETTERS));
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .ignoreExceptionsInstanceOf(IOException.class)
            .untilAsserted(
                () -> {
                  Scrape scrape = Scrape.of(port);
                  for (Metric metric : ofTheJob) {
                    assertThat(scrape.series(metric.prometheusName()))
                        .as("%s", metric)
                        .isNotEmpty();
                  }
                });
        Scrape scrape = Scrape.of(port);
        for (Metric metric : ofTheJob) {
          Set<String> labels = scrape.labels(metric.prometheusName());
          labels.removeAll(Set.of("job_name", "subtask_index"));
          assertThat(labels).as("%s", metric).containsExactlyInAnyOrderElementsOf(metric.labels());
        }
        assertThat(scrape.values(Metric.CONTRACT_INFO.prometheusName(), "contact"))
            .containsExactly("#checkout");
        assertThat(scrape.text()).doesNotContain("KafkaProducer", "KafkaConsumer");
        letters(landscape);
        flink.cancel();
      }
    }
  }

  /** What {@code sluice dlq metrics} says of the same pipeline. */
  private static void letters(Landscape landscape) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Sluice.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "dlq",
            "metrics",
            "--once",
            "--config",
            landscape.config("").toString());
    assertThat(exit).as(err.toString()).isEqualTo(ExitCode.FINE);
    Scrape scrape = new Scrape(out.toString());
    for (Metric metric : Metric.of(MetricPart.LETTERS)) {
      assertThat(scrape.labels(metric.prometheusName()))
          .as("%s", metric)
          .containsExactlyInAnyOrderElementsOf(metric.labels());
    }
    assertThat(scrape.series(Metric.DEAD_LETTERS.prometheusName()))
        .anyMatch(line -> line.contains("state=\"open\"") && line.endsWith(" 3.0"));
  }

  @Test
  void aDeletedDeadLetterTopicIsForgotten(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.send("orders", 0, Orders.order(id, "dead", -1, "EUR"));
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      PrometheusRegistry registry = new PrometheusRegistry();
      LetterMetrics metrics = new LetterMetrics(landscape.setup(), registry);
      metrics.count();
      assertThat(registry.scrape().stream()).anyMatch(one -> !one.getDataPoints().isEmpty());
      try (Admin admin = landscape.admin()) {
        admin.deleteTopics(List.of("orders.dlq")).all().get();
      }
      metrics.count();
      assertThat(registry.scrape().stream()).allMatch(one -> one.getDataPoints().isEmpty());
    }
  }

  @Test
  @Tag("soak")
  void aHundredContractsWithAThousandRulesFitIntoOneScrape(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("all.dlq", 1);
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 100; i++) {
        String topic = "shop.orders-%02d".formatted(i);
        landscape.topic(topic, 1);
        landscape.contract("orders_%02d".formatted(i), tenRules(i, topic));
        landscape.send(topic, 0, Orders.order(id, "clean", 1, "EUR"));
        landscape.send(topic, 0, Orders.order(id, "warned", 1, "JPY"));
        landscape.send(topic, 0, Orders.order(id, "dead", -1, "EUR"));
      }
      landscape.flush();
      int port = FreePorts.find(1).get(0);
      try (EmbeddedFlink flink = start(landscape, port)) {
        Awaitility.await()
            // a hundred tables are created one after the other
            .atMost(Duration.ofMinutes(3))
            .ignoreExceptionsInstanceOf(IOException.class)
            .untilAsserted(
                () -> {
                  Scrape scrape = Scrape.of(port);
                  assertThat(scrape.series(Metric.RULE_FAILURES.prometheusName())).hasSize(200);
                  assertThat(scrape.series(Metric.COMPLETE_UP_TO.prometheusName()))
                      .hasSizeGreaterThanOrEqualTo(100);
                });
        Scrape scrape = Scrape.of(port);
        System.out.printf(
            "a scrape with 100 contracts, 1,000 rules, 200 of them failing: %d series, %d bytes%n",
            scrape.size(), scrape.text().length());
        // about 3 KB for a contract, and some that there are once
        assertThat(scrape.text().length()).isLessThan(310_000);
        flink.cancel();
      }
    }
  }

  private static String tenRules(int number, String topic) {
    StringBuilder contract =
        new StringBuilder(
            Orders.contract("orders_%02d".formatted(number), topic, "shop.orders_" + number));
    for (int rule = 0; rule < 8; rule++) {
      contract.append(
          "  - { id: amount_below_%d, field: amount, lt: %d }\n".formatted(rule, 1_000_000 + rule));
    }
    return contract.append("deadLetter: { topic: all.dlq }\n").toString();
  }

  @Test
  void recordsCannotMakeSeries(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 40; i++) {
        landscape.send("orders", 0, Orders.order(1_000_000 + i, "x" + i, 1, "EUR"));
        landscape.send("orders", 0, Orders.order(id, "y" + i, -1, "currency" + i));
      }
      landscape.flush();
      int port = FreePorts.find(1).get(0);
      try (EmbeddedFlink flink = start(landscape, port)) {
        landscape.awaitSettled("orders");
        Scrape scrape = Scrape.of(port);
        assertThat(scrape.series(DEAD_BY_CAUSE)).hasSize(2);
        assertThat(scrape.values(Metric.SCHEMA_RECORDS.prometheusName(), "schema"))
            .containsExactlyInAnyOrder("id:" + id, "other");
        assertThat(scrape.text()).doesNotContain("1000017", "currency17");
        flink.cancel();
      }
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }
}
