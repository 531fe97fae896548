package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.failure.SetUpException;
import io.sluice.job.lake.table.Lake;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace goes on from the record to the row, the dead letter and what is made of it by replay. */
class TracesIT {

  private static final String CLEAN = "0af7651916cd43dd8448eb211c80319c";
  private static final String DEAD = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Map<String, String> SETTINGS =
      Map.of("otel.bsp.schedule.delay", "200", "otel.service.name", "gate-of-the-shop");

  private OtlpReceiver receiver;

  @BeforeEach
  void receive() throws Exception {
    receiver = new OtlpReceiver();
    SETTINGS.forEach(System::setProperty);
    System.setProperty("otel.exporter.otlp.endpoint", receiver.endpoint());
  }

  @AfterEach
  void close() {
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("otel.exporter.otlp.endpoint");
    receiver.close();
  }

  private static byte[] traceparent(String trace) {
    return ("00-" + trace + "-00f067aa0ba902b7-01").getBytes(StandardCharsets.UTF_8);
  }

  private static void send(Landscape landscape, byte[] value, String trace) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("orders", 0, null, value);
    record.headers().add("traceparent", traceparent(trace));
    landscape.send(record);
  }

  private static String run(Landscape landscape, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(landscape.config("").toString());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Sluice.run(new PrintWriter(out), new PrintWriter(err), all.toArray(new String[0]));
    assertThat(exit).as(err.toString()).isEqualTo(ExitCode.FINE);
    return out.toString();
  }

  private static Map<String, String> traces(Landscape landscape) throws Exception {
    Map<String, String> traces = new HashMap<>();
    for (Record row : landscape.rows("shop.orders")) {
      traces.put(String.valueOf(row.getField("id")), String.valueOf(row.getField("_trace_id")));
    }
    return traces;
  }

  @Test
  void aTraceGoesThroughTheGate(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract(
          "orders",
          Orders.plainContract("orders", "orders", "shop.orders")
              + "  traceId: true\nrules:\n  - { field: amount, gt: 0 }\n");
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      send(landscape, Orders.order(id, "clean", 1, "EUR"), CLEAN);
      send(landscape, Orders.order(id, "from-secret", -1, "EUR"), DEAD);
      landscape.send("orders", 0, Orders.order(id, "untraced", 1, "EUR"));
      landscape.flush();
      Path plan = folder.resolve("replay.yaml");
      Path fix = folder.resolve("fix.yaml");
      Files.writeString(fix, "- set: { field: amount, expr: 1.0 }\n");
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        assertThat(traces(landscape)).isEqualTo(Map.of("clean", CLEAN, "untraced", "null"));
        List<ConsumerRecord<byte[], byte[]>> letters = landscape.read("orders.dlq");
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).headers().lastHeader("traceparent").value())
            .isEqualTo(traceparent(DEAD));

        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .untilAsserted(
                () -> assertThat(receiver.spans()).anyMatch(span -> span.traceId().equals(DEAD)));
        assertThat(run(landscape, "dlq", "show", "orders.dlq")).contains("trace " + DEAD);
        run(landscape, "replay", "plan", "--fix", "" + fix, "--out", "" + plan);
        run(landscape, "replay", "apply", "" + plan);
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .untilAsserted(() -> assertThat(traces(landscape)).containsEntry("from-secret", DEAD));
        flink.cancel();
      }
      assertThat(landscape.audit().findings()).isEmpty();
      requireOneSpanOfTheDead();
    }
  }

  @Test
  void aTableThatIsThereGetsTheColumnWhereItMay(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      String contract = Orders.plainContract("orders", "orders", "shop.orders");
      landscape.contract("orders", contract);
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      send(landscape, Orders.order(id, "before", 1, "EUR"), CLEAN);
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      landscape.rewrite("orders", contract + "  evolution: none\n  traceId: true\n");
      try (Lake lake = new Lake(landscape.setup().config().lake().catalog())) {
        assertThatThrownBy(() -> lake.isThere(landscape.setup().contracts().get(0)))
            .isInstanceOf(SetUpException.class)
            .hasMessageContaining("cannot store the column '_trace_id'")
            .hasMessageContaining("Set evolution to add");
      }
      landscape.rewrite("orders", contract + "  evolution: add\n  traceId: true\n");
      send(landscape, Orders.order(id, "after", 1, "EUR"), DEAD);
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(traces(landscape)).isEqualTo(Map.of("before", "null", "after", DEAD));
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  /** The record before it, for which the table is made, may have one too: it takes long. */
  private void requireOneSpanOfTheDead() {
    List<OtlpReceiver.Span> dead =
        receiver.spans().stream()
            .filter(span -> "dead".equals(span.attributes().get("sluice.verdict")))
            .toList();
    assertThat(dead).hasSize(1);
    OtlpReceiver.Span span = dead.get(0);
    assertThat(span.name()).isEqualTo("check orders");
    assertThat(span.traceId()).isEqualTo(DEAD);
    assertThat(span.parentId()).isEqualTo("00f067aa0ba902b7");
    assertThat(span.resource())
        .containsEntry("service.name", "gate-of-the-shop")
        .containsKey("sluice.pipeline");
    assertThat(span.attributes())
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.name", "check")
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("messaging.destination.name", "orders")
        .containsEntry("messaging.destination.partition.id", "0")
        .containsEntry("messaging.kafka.offset", "1")
        .containsEntry("error.type", "gt")
        .containsEntry("sluice.id", "orders/0/1")
        .containsEntry("sluice.contract", "orders")
        .containsEntry("sluice.stage", "rules")
        .containsKeys("sluice.rules.version", "sluice.schema");
    assertThat(span.text()).contains("amount.gt").doesNotContain("from-secret");
  }
}
