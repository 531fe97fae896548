package io.sluice.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Coverage;
import io.sluice.audit.report.Finding;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.kafka.OffsetSpan;
import io.sluice.kafka.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is legitimate history is no finding: contracts change, and topics are shared. */
class AuditHistoryIT {

  /** A table that is filled from the beginning takes the place of the one before. */
  @Test
  void aContractThatMovedAndReadAllAgain(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      int id = prepare(landscape);
      moveContract(landscape, id, "earliest");
      AuditReport moved = landscape.audit();
      assertThat(moved.findings()).isEmpty();
      assertThat(moved.isClean()).isTrue();
      assertThat(landscape.rows("shop.old")).hasSize(45);
      assertThat(landscape.rows("shop.orders")).hasSize(90);
      delete(landscape, "shop.orders", "o7");
      assertThat(landscape.audit().findings())
          .singleElement()
          .satisfies(one -> assertThat(one.kind()).isEqualTo(Kind.MISSING));
      undo(landscape, "shop.orders");
      // the two tables do not double what Kafka no longer has
      deleteBefore(landscape, "orders", 60);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  /** Each part of the records is in the table, or dead-letter topic, of its time. */
  @Test
  void aContractThatMovedAndWentOn(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      int id = prepare(landscape);
      moveContract(landscape, id, "latest");
      AuditReport moved = landscape.audit();
      assertThat(moved.findings()).isEmpty();
      assertThat(moved.isClean()).isTrue();
      assertThat(moved.topics().get("orders").source()).isEqualTo(100);
      assertThat(landscape.rows("shop.old")).hasSize(45);
      assertThat(landscape.rows("shop.orders")).hasSize(45);
      theContractOfTomorrow(landscape, id);
      delete(landscape, "shop.orders", "o57");
      assertThat(landscape.audit().findings()).extracting(Finding::kind).contains(Kind.MISSING);
      undo(landscape, "shop.orders");
      // what only the table of the earlier version has is required too: the ledger counted it
      delete(landscape, "shop.old", "o7");
      assertThat(landscape.audit().findings())
          .extracting(Finding::kind)
          .containsExactly(Kind.LEDGER);
      deleteBefore(landscape, "orders", 60);
      assertThat(landscape.audit().findings())
          .extracting(Finding::kind)
          .containsExactly(Kind.LEDGER);
      undo(landscape, "shop.old");
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  /** A contract that no job has run with yet is a gap, and no finding. */
  private static void theContractOfTomorrow(Landscape landscape, int id) throws Exception {
    landscape.topic("refunds", 1);
    landscape.contract("refunds", Orders.contract("refunds", "refunds", "shop.refunds"));
    landscape.send("refunds", 0, Orders.order(id, 1));
    landscape.flush();
    AuditReport added = landscape.audit();
    assertThat(added.findings()).isEmpty();
    assertThat(added.unverified())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.table()).isEqualTo("shop.refunds");
              assertThat(one.reason()).isEqualTo(Coverage.Reason.NO_LIMIT);
            });
  }

  private static int prepare(Landscape landscape) throws Exception {
    landscape.topic("orders", 1);
    landscape.topic("old.dlq", 1);
    landscape.topic("orders.dlq", 1);
    return landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
  }

  private static void moveContract(Landscape landscape, int id, String startFrom) throws Exception {
    landscape.contracts(
        "orders",
        Orders.contract("orders", "orders", "shop.old") + "deadLetter:\n  topic: old.dlq\n");
    feed(landscape, id, 0, "shop.old");
    landscape.startFrom(startFrom);
    landscape.contracts("orders", Orders.contract("orders", "orders", "shop.orders"));
    feed(landscape, id, 50, "shop.orders");
  }

  private static void feed(Landscape landscape, int id, int from, String table) throws Exception {
    try (EmbeddedFlink flink = landscape.start()) {
      Awaitility.await().atMost(Landscape.PATIENCE).until(() -> hasStarted(landscape, table));
      for (int i = from; i < from + 50; i++) {
        landscape.send("orders", 0, Orders.order(id, i));
      }
      landscape.flush();
      Awaitility.await()
          .atMost(Landscape.PATIENCE)
          .ignoreExceptionsInstanceOf(NoSuchTableException.class)
          .until(
              () ->
                  mark(landscape, table).contains("\"0\":" + (from + 50))
                      && mark(landscape, "sluice.test_ledger").contains("\"0\":" + (from + 50)));
      landscape.awaitSettled("orders");
      flink.cancel();
    }
  }

  private static boolean hasStarted(Landscape landscape, String table) {
    return landscape.read("__sluice_starts").stream()
        .anyMatch(record -> new String(record.key(), UTF_8).contains(table));
  }

  private static String mark(Landscape landscape, String table) {
    return landscape.table(table).properties().getOrDefault("sluice.marks", "");
  }

  private static void undo(Landscape landscape, String name) {
    Table table = landscape.table(name);
    table.manageSnapshots().rollbackTo(table.currentSnapshot().parentId()).commit();
  }

  private static void delete(Landscape landscape, String name, String id) throws Exception {
    Table table = landscape.table(name);
    List<Record> rows = landscape.rows(name);
    assertThat(rows.removeIf(row -> row.getField("id").equals(id))).isTrue();
    table
        .newOverwrite()
        .overwriteByRowFilter(Expressions.alwaysTrue())
        .addFile(AuditWorld.write(table, rows))
        .commit();
  }

  /** A letter of another pipeline is no place of a record that this one has judged itself. */
  @Test
  void lettersOfAnotherPipeline(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 30; i++) {
        landscape.send("orders", 0, Orders.order(id, i));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> mark(landscape, "sluice.test_ledger").contains("\"0\":30"));
        flink.cancel();
      }
      List<ConsumerRecord<byte[], byte[]>> letters = landscape.read("orders.dlq");
      assertThat(letters).hasSize(3);
      for (ConsumerRecord<byte[], byte[]> letter : letters) {
        ProducerRecord<byte[], byte[]> copy =
            new ProducerRecord<>(
                "orders.dlq", null, letter.key(), letter.value(), letter.headers());
        copy.headers().remove("sluice.pipeline").add("sluice.pipeline", "other".getBytes(UTF_8));
        landscape.send(copy);
      }
      landscape.flush();
      assertThat(landscape.audit().findings()).isEmpty();
      deleteBefore(landscape, "orders.dlq", 3);
      assertThat(landscape.audit().findings())
          .hasSize(3)
          .extracting(Finding::kind)
          .containsOnly(Kind.MISSING);
    }
  }

  /** Rows that were judged by a schema file that is gone are counted, and not called altered. */
  @Test
  void aSchemaFileThatChanged(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("events", 1);
      landscape.topic("events.dlq", 1);
      String contract =
          Orders.plainContract("events", "events", "shop.events")
              + "value:\n  format: json\n  schema: event.json\n";
      Files.createDirectories(folder.resolve("rules"));
      Files.writeString(folder.resolve("rules/event.json"), schema("string"));
      landscape.contract("events", contract);
      for (int i = 0; i < 10; i++) {
        landscape.send("events", 0, ("{\"id\": \"e" + i + "\"}").getBytes(UTF_8));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("events");
        flink.cancel();
      }
      assertThat(landscape.audit().isClean()).isTrue();
      Files.writeString(folder.resolve("rules/event.json"), schema("integer"));
      AuditReport after = landscape.audit();
      assertThat(after.findings()).isEmpty();
      assertThat(after.unverified())
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.reason()).isEqualTo(Coverage.Reason.NO_SCHEMA);
                assertThat(one.detail()).startsWith("10 records");
              });
    }
  }

  private static String schema(String type) {
    return """
    {"type": "object", "properties": {"id": {"type": "string"}, "more": {"type": "%s"}}}
    """
        .formatted(type);
  }

  /** Retention does not wait for an audit. */
  @Test
  void recordsThatGoWhileTheyAreRead(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder);
        TopicReader reader =
            new TopicReader(
                Map.of(
                    "bootstrap.servers",
                    landscape.bootstrapServers(),
                    "max.partition.fetch.bytes",
                    "10000"),
                Duration.ofSeconds(15))) {
      landscape.topic("orders", 1);
      for (int i = 0; i < 3_000; i++) {
        landscape.send("orders", 0, new byte[100]);
      }
      landscape.flush();
      long[] lost = new long[1];
      reader.start(
          "orders",
          Map.of(0, new OffsetSpan(0, 3_000)),
          (partition, span) -> {
            assertThat(span.to()).isEqualTo(2_000);
            lost[0] += span.length();
          });
      long read = reader.next().count();
      while (read == 0) {
        read = reader.next().count();
      }
      deleteBefore(landscape, "orders", 2_000);
      while (!reader.isDone()) {
        read += reader.next().count();
      }
      assertThat(lost[0]).isPositive();
      assertThat(read + lost[0]).isEqualTo(3_000);
    }
  }

  private static void deleteBefore(Landscape landscape, String topic, long offset) {
    try (Admin admin = landscape.admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
