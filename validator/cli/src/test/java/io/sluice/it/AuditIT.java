package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Coverage;
import io.sluice.audit.report.Finding;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.offset.Coordinates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit finds damage that is planted behind the job's back. */
class AuditIT {

  private static final String TABLE = "shop.orders";

  private Landscape landscape;

  @Test
  void findsPlantedDamage(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      landscape = parts;
      landscape.topic("orders", 2);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", TABLE));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 400; i++) {
        landscape.send("orders", i % 2, Orders.order(id, i));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(landscape.audit().findings()).isEmpty();

      Coordinates one = new Coordinates("orders", 1, 7);
      Coordinates other = new Coordinates("orders", 1, 8);
      assertThat(afterRewriting(rows -> without(rows, one)))
          .containsExactly(found(Kind.MISSING, one));
      assertThat(afterRewriting(rows -> doubled(rows, one)))
          .containsExactly(found(Kind.DOUBLED, one));
      assertThat(afterRewriting(rows -> doubled(without(rows, one), other)))
          .containsExactlyInAnyOrder(found(Kind.MISSING, one), found(Kind.DOUBLED, other));
      assertThat(afterRewriting(rows -> changed(rows, one)))
          .containsExactly(found(Kind.ALTERED, one));
      assertThat(afterRewriting(rows -> moved(rows, one, 150))).contains(found(Kind.MISSING, one));
      assertThat(landscape.audit().findings()).isEmpty();

      findsMovedMark();
      findsRemovedDeadLetter();
    }
  }

  @Test
  void usesTheLedgerBelowTheLogStart(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      landscape = parts;
      landscape.startFrom("latest");
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", TABLE));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.send("orders", 0, Orders.order(id, "before", 1, "EUR"));
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        Awaitility.await().atMost(Landscape.PATIENCE).until(() -> landscape.settled() == 1);
        for (int i = 0; i < 100; i++) {
          landscape.send("orders", 0, Orders.order(id, i));
        }
        landscape.flush();
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .ignoreExceptionsInstanceOf(NoSuchTableException.class)
            .until(
                () ->
                    landscape
                        .table("sluice.test_ledger")
                        .properties()
                        .getOrDefault("sluice.marks", "")
                        .contains("\"0\":101"));
        flink.cancel();
      }
      Table orders = landscape.table(TABLE);
      assertThat(Instant.parse(orders.properties().get("sluice.complete-up-to")))
          .isBetween(Instant.now().minusSeconds(120), Instant.now());
      assertThat(landscape.rows("sluice.test_ledger_contracts"))
          .singleElement()
          .satisfies(row -> assertThat(row.getField("text")).asString().contains("gt: 0"));
      assertThat(
              landscape.rows("sluice.test_ledger").stream()
                  .mapToLong(row -> (Long) row.getField("clean") + (Long) row.getField("dead"))
                  .sum())
          .isEqualTo(100);

      try (Admin admin = landscape.admin()) {
        admin
            .deleteRecords(
                Map.of(new TopicPartition("orders", 0), RecordsToDelete.beforeOffset(101)))
            .all()
            .get();
      }
      assertThat(landscape.audit().findings()).isEmpty();
      assertThat(landscape.audit().topics().get("orders").ledgered()).isEqualTo(100);
      assertThat(landscape.audit().coverage())
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.how()).isEqualTo(Coverage.How.LEDGER);
                assertThat(one.from()).isEqualTo(1);
                assertThat(one.to()).isEqualTo(101);
              });
      assertThat(afterRewriting(rows -> without(rows, new Coordinates("orders", 0, 50))))
          .extracting(Found::kind)
          .containsExactly(Kind.LEDGER);
      assertThat(
              afterRewriting(
                  rows -> {
                    rows.addAll(List.copyOf(rows));
                    return rows;
                  }))
          .extracting(Found::kind)
          .containsOnly(Kind.DOUBLED);
      saysThatNothingIsLeftToVerifyWith();
    }
  }

  /** Neither records nor rows nor the ledger: that nothing is wrong is not known. */
  private void saysThatNothingIsLeftToVerifyWith() throws Exception {
    for (String name : List.of(TABLE, "sluice.test_ledger")) {
      landscape.table(name).newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    }
    AuditReport report = landscape.audit();
    assertThat(report.isClean()).isFalse();
    assertThat(report.unverified())
        .extracting(Coverage::reason)
        .containsExactly(Coverage.Reason.NO_SOURCE);
  }

  private void findsMovedMark() throws Exception {
    Table table = landscape.table(TABLE);
    String marks = table.properties().get("sluice.marks");
    assertThat(marks).contains("\"1\":200");
    table.updateProperties().set("sluice.marks", marks.replace("\"1\":200", "\"1\":250")).commit();
    assertThat(landscape.audit().findings()).extracting(Finding::kind).containsOnly(Kind.MARKS);
    table.updateProperties().set("sluice.marks", marks.replace("\"1\":200", "\"1\":198")).commit();
    assertThat(landscape.audit().findings()).extracting(Finding::kind).contains(Kind.MARKS);
    table.updateProperties().set("sluice.marks", marks).commit();
    assertThat(landscape.audit().findings()).isEmpty();
  }

  private void findsRemovedDeadLetter() throws Exception {
    var first = landscape.read("orders.dlq").get(0);
    try (Admin admin = landscape.admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition("orders.dlq", 0), RecordsToDelete.beforeOffset(1)))
          .all()
          .get();
    }
    assertThat(landscape.audit().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.MISSING);
              assertThat(finding.at()).hasToString(Payloads.header(first, "sluice.id"));
            });
  }

  private record Found(Kind kind, Coordinates at) {}

  private static Found found(Kind kind, Coordinates at) {
    return new Found(kind, at);
  }

  /** Replaces the table's rows, audits, and puts the old rows back. */
  private List<Found> afterRewriting(UnaryOperator<List<Record>> damage) throws Exception {
    Table table = landscape.table(TABLE);
    long before = table.currentSnapshot().snapshotId();
    List<Record> rows = damage.apply(new ArrayList<>(landscape.rows(TABLE)));
    table
        .newOverwrite()
        .overwriteByRowFilter(Expressions.alwaysTrue())
        .addFile(AuditWorld.write(table, rows))
        .commit();
    List<Found> findings =
        landscape.audit().findings().stream().map(f -> found(f.kind(), f.at())).toList();
    table.manageSnapshots().rollbackTo(before).commit();
    return findings;
  }

  private static boolean isAt(Record row, Coordinates at) {
    return row.getField("_kafka_partition").equals(at.partition())
        && row.getField("_kafka_offset").equals(at.offset());
  }

  private static List<Record> without(List<Record> rows, Coordinates at) {
    rows.removeIf(row -> isAt(row, at));
    return rows;
  }

  private static List<Record> doubled(List<Record> rows, Coordinates at) {
    rows.add(rows.stream().filter(row -> isAt(row, at)).findFirst().orElseThrow().copy());
    return rows;
  }

  private static List<Record> changed(List<Record> rows, Coordinates at) {
    rows.stream()
        .filter(row -> isAt(row, at))
        .forEach(row -> row.setField("amount", (Double) row.getField("amount") + 1));
    return rows;
  }

  private static List<Record> moved(List<Record> rows, Coordinates at, long to) {
    rows.stream().filter(row -> isAt(row, at)).forEach(row -> row.setField("_kafka_offset", to));
    return rows;
  }
}
