package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.report.AuditReport;
import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a broken producer to a repaired table, as described in docs/guides/repair.md. */
class ReplayIT {

  private static final String RULES =
      """
      rules:
        - field: amount
          gt: 0
        - field: amount
          lte: 1000
      """;

  private static final String FIX =
      """
      - set: { field: amount, expr: message.amount / 100.0 }
        when: message.amount > 1000.0
      """;

  private String out = "";
  private String err = "";

  private int run(Landscape landscape, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(landscape.config("").toString());
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exit =
        Sluice.run(new PrintWriter(outText), new PrintWriter(errText), all.toArray(new String[0]));
    out = outText.toString();
    err = errText.toString();
    return exit;
  }

  private static Landscape orders(Path folder) throws Exception {
    Landscape landscape = new Landscape(folder);
    landscape.topic("orders", 2);
    landscape.contract("orders", Orders.plainContract("orders", "orders", "shop.orders") + RULES);
    return landscape;
  }

  private static void send(Landscape landscape, int id, int number, double amount)
      throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            "orders",
            number % 2,
            ("k" + number % 10).getBytes(StandardCharsets.UTF_8),
            Orders.order(id, "o" + number, amount, "EUR"));
    record.headers().add("x-from", "shop".getBytes(StandardCharsets.UTF_8));
    record.headers().add("__rule.name", "other".getBytes(StandardCharsets.UTF_8));
    landscape.send(record);
  }

  private static void awaitRows(Landscape landscape, int count) {
    Awaitility.await()
        .atMost(Landscape.PATIENCE)
        .until(() -> landscape.rows("shop.orders").size() == count);
  }

  @Test
  void aBrokenProducerIsRepaired(@TempDir Path folder) throws Exception {
    try (Landscape landscape = orders(folder)) {
      landscape.topic("orders.dlq", 2);
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 200; i++) {
        send(landscape, id, i, 1 + i % 100);
      }
      for (int i = 200; i < 300; i++) {
        send(landscape, id, i, 100 * (11 + i % 100)); // in cents, by mistake
      }
      for (int i = 300; i < 305; i++) {
        send(landscape, id, i, -1);
      }
      landscape.flush();
      Path plan = folder.resolve("replay.yaml");
      Path fix = folder.resolve("fix.yaml");
      Files.writeString(fix, FIX);
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");

        assertThat(run(landscape, "dlq", "stats")).as(err).isEqualTo(ExitCode.FINE);
        assertThat(out).containsPattern("100 +orders +rules +lte +amount.lte +amount ");
        assertThat(err).contains("105 letters");
        assertThat(run(landscape, "dlq", "list", "--rule", "amount.gt")).isEqualTo(ExitCode.FINE);
        assertThat(err).contains("5 letters");
        assertThat(run(landscape, "dlq", "list", "--where", "message.amount == 1100.0"))
            .isEqualTo(ExitCode.FINE);
        assertThat(err).contains("1 letter\n");

        assertThat(
                run(
                    landscape,
                    "replay",
                    "plan",
                    "--rule",
                    "amount.lte",
                    "--fix",
                    "" + fix,
                    "--out",
                    "" + plan,
                    "--name",
                    "cents"))
            .as(err)
            .isEqualTo(ExitCode.FINE);
        assertThat(err).contains("100 letters selected");
        assertThat(run(landscape, "replay", "apply", "" + plan, "--dry-run"))
            .as(err)
            .isEqualTo(ExitCode.FINE);
        assertThat(out).contains("100 sent", "100 fixed");
        assertThat(run(landscape, "replay", "apply", "" + plan)).as(err).isEqualTo(ExitCode.FINE);
        awaitRows(landscape, 300);
        assertThat(run(landscape, "replay", "report", "" + plan)).isEqualTo(ExitCode.FINE);
        assertThat(out)
            .contains("100 arrived in a table", "0 died again", "0 are still in transit");
        // again: nothing is left to be sent
        assertThat(run(landscape, "replay", "apply", "" + plan)).isEqualTo(ExitCode.FINE);
        assertThat(out).contains("100 already repaired").doesNotContain("sent");
        assertThat(landscape.read("orders.replay")).hasSize(100);

        // the others die again, and have one letter each all the same
        Path others = folder.resolve("others.yaml");
        assertThat(run(landscape, "replay", "plan", "--out", "" + others)).isEqualTo(ExitCode.FINE);
        assertThat(err).contains("5 letters selected", "not shown: 100 repaired");
        assertThat(run(landscape, "replay", "apply", "" + others)).isEqualTo(ExitCode.FINDINGS);
        assertThat(out).contains("5 failing").doesNotContain("sent");
        Path forced = folder.resolve("forced.yaml");
        assertThat(run(landscape, "replay", "plan", "--out", "" + forced, "--name", "unchecked"))
            .isEqualTo(ExitCode.FINE);
        assertThat(run(landscape, "replay", "apply", "" + forced, "--unchecked"))
            .as(err)
            .isEqualTo(ExitCode.FINE);
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> landscape.read("orders.dlq").size() == 110);
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> landscape.audit().topics().get("orders.replay").source() == 105);
        // the table goes on being complete up to now
        Instant now = Instant.now();
        send(landscape, id, 305, 5);
        landscape.flush();
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> completeUpTo(landscape).isAfter(now));
        flink.cancel();
      }
      assertThat(run(landscape, "dlq", "list", "--attempt", "1")).isEqualTo(ExitCode.FINE);
      assertThat(err).contains("5 letters");
      assertThat(run(landscape, "dlq", "stats")).isEqualTo(ExitCode.FINE);
      assertThat(err).contains("5 letters\n", "100 repaired", "5 sent");
      assertThat(run(landscape, "dlq", "discard", "--rule", "amount.gt", "--reason", "tests"))
          .isEqualTo(ExitCode.SET_UP);
      assertThat(err).contains("nothing was closed; add --yes to close 5 letters");
      assertThat(
              run(landscape, "dlq", "discard", "--rule", "amount.gt", "--reason", "tests", "--yes"))
          .isEqualTo(ExitCode.FINE);
      String undo = err.substring(err.indexOf("--undo ") + 7).strip();
      assertThat(run(landscape, "dlq", "list")).isEqualTo(ExitCode.FINE);
      assertThat(err).contains("0 letters", "5 discarded");
      assertThat(run(landscape, "dlq", "discard", "--undo", undo)).isEqualTo(ExitCode.FINE);
      assertThat(run(landscape, "dlq", "list")).isEqualTo(ExitCode.FINE);
      assertThat(err).contains("5 letters");
      assertThat(run(landscape, "replay", "history")).isEqualTo(ExitCode.FINE);
      assertThat(out).contains("cents", "undone", "done");
      requirePlaces(landscape);
    }
  }

  private static Instant completeUpTo(Landscape landscape) {
    return Instant.parse(landscape.table("shop.orders").properties().get("sluice.complete-up-to"));
  }

  private static void requirePlaces(Landscape landscape) throws Exception {
    List<Record> repaired =
        landscape.rows("shop.orders").stream()
            .filter(row -> row.getField("_origin_topic") != null)
            .toList();
    assertThat(repaired)
        .hasSize(100)
        .allSatisfy(
            row -> {
              assertThat(row.getField("_kafka_topic")).isEqualTo("orders.replay");
              assertThat(row.getField("_origin_topic")).isEqualTo("orders");
              assertThat(row.getField("_replay_attempt")).isEqualTo(1);
              assertThat((Double) row.getField("amount")).isBetween(11.0, 111.0);
            });
    assertThat(repaired.stream().map(row -> row.getField("id")).distinct()).hasSize(100);
    ConsumerRecord<byte[], byte[]> sent = landscape.read("orders.replay").get(0);
    assertThat(Payloads.header(sent, "x-from")).isEqualTo("shop");
    assertThat(sent.headers().lastHeader("__rule.name")).isNull();
    assertThat(Payloads.header(sent, "sluice.original.sha256"))
        .isNotEqualTo(Payloads.header(sent, "sluice.fixed.sha256"));
    AuditReport report = landscape.audit();
    assertThat(report.findings()).isEmpty();
    AuditReport.Counts counts = report.topics().get("orders");
    assertThat(counts.source()).isEqualTo(306);
    assertThat(counts.rows()).isEqualTo(201);
    assertThat(counts.repaired()).isEqualTo(100);
    assertThat(counts.dead()).isEqualTo(5);
    AuditReport.Counts replayed = report.topics().get("orders.replay");
    assertThat(replayed.source()).isEqualTo(105);
    assertThat(replayed.rows()).isEqualTo(100);
    assertThat(replayed.dead()).isEqualTo(5);
  }
}
