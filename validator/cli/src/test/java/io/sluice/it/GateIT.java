package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.report.AuditReport;
import io.sluice.cli.run.EmbeddedFlink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on real parts: broker, registry, job, tables, dead letters, audit. */
class GateIT {

  private static final String CONTRACT =
      Orders.contract("orders", "orders", "shop.orders")
          + """
            - id: large_needs_currency
              when: message.amount > 1000.0
              expr: isSet(message.currency)
          """;

  Landscape landscape(Path folder) throws IOException {
    return new Landscape(folder);
  }

  @Test
  void sortsRecordsIntoRowsAndDeadLetters(@TempDir Path folder) throws Exception {
    try (Landscape landscape = landscape(folder)) {
      landscape.topic("orders", 3);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", CONTRACT);
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 3000; i++) {
        landscape.send("orders", i % 3, Orders.order(id, "o" + i, i % 10 == 0 ? -1 : i, "EUR"));
      }
      landscape.send("orders", 0, Orders.order(id, "warned", 5, "JPY"));
      landscape.send("orders", 0, Orders.order(id, "no-currency", 5000, null));
      landscape.send("orders", 1, "no frame".getBytes(StandardCharsets.UTF_8));
      landscape.send("orders", 1, Orders.order(99999, "unknown schema", 1, "EUR"));
      landscape.send("orders", 2, null);
      landscape.send("orders", 2, new byte[0]);
      landscape.flush();

      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }

      List<Record> rows = landscape.rows("shop.orders");
      assertThat(rows).hasSize(2701);
      assertThat(rows)
          .filteredOn(row -> "warned".equals(row.getField("id")))
          .singleElement()
          .extracting(row -> row.getField("_warnings"))
          .isEqualTo(List.of("currency.in"));
      assertThat(landscape.table("shop.orders").properties())
          .containsEntry("comment", "An order of the web shop");
      List<ConsumerRecord<byte[], byte[]>> letters = landscape.read("orders.dlq");
      assertThat(letters)
          .extracting(letter -> Payloads.header(letter, "sluice.code"))
          .contains("bad_magic", "unknown_schema", "empty_value", "expr", "gt");
      assertThat(letters).hasSize(304);
      AuditReport report = landscape.audit();
      assertThat(report.findings()).isEmpty();
      AuditReport.Counts counts = report.topics().get("orders");
      assertThat(counts.source()).isEqualTo(3006);
      assertThat(counts.rows()).isEqualTo(2701);
      assertThat(counts.dead()).isEqualTo(304);
      assertThat(counts.dropped()).isEqualTo(1);
    }
  }
}
