package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.run.EmbeddedFlink;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.util.ExceptionUtils;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark reads what the gate wrote, and maintains tables while the gate writes. */
@Tag("soak")
class SparkIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Spark spark(Landscape landscape, Path folder) throws Exception {
    Map<String, String> catalog = landscape.catalogProperties();
    return new Spark(folder, catalog.get("uri"), catalog.get("warehouse"));
  }

  @Test
  void readsEveryTypeAsIcebergDoes(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder);
        Spark spark = spark(landscape, folder)) {
      landscape.topic("every", 1);
      landscape.topic("every.dlq", 1);
      landscape.contract("every", Orders.plainContract("every", "every", "types.every"));
      int id = landscape.register("every-value", "AVRO", EveryType.SCHEMA.toString());
      for (GenericRecord event : EveryType.events()) {
        landscape.send("every", 0, Payloads.framed(id, Payloads.avro(EveryType.SCHEMA, event)));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("every");
        flink.cancel();
      }
      JsonNode answer = spark.run("select * from types.every order by _kafka_offset");
      List<Record> rows = new ArrayList<>(landscape.rows("types.every"));
      rows.sort(Comparator.comparing(row -> (Long) row.getField("_kafka_offset")));
      assertThat(answer.get("rows")).hasSameSizeAs(rows);
      for (int r = 0; r < rows.size(); r++) {
        List<Types.NestedField> columns = rows.get(r).struct().fields();
        assertThat(answer.get("columns")).hasSameSizeAs(columns);
        for (int c = 0; c < columns.size(); c++) {
          assertThat(answer.get("rows").get(r).get(c).toString())
              .as(columns.get(c).name())
              .isEqualTo(JSON.writeValueAsString(plain(rows.get(r).get(c))));
        }
      }
    }
  }

  /** A value of Iceberg's generic reader in the form in which Spark's are printed. */
  private static Object plain(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Record row) {
      Map<String, Object> struct = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        struct.put(row.struct().fields().get(i).name(), plain(row.get(i)));
      }
      return struct;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SparkIT::plain).toList();
    }
    if (value instanceof Map<?, ?> map) {
      List<Object> pairs = new ArrayList<>();
      map.forEach((key, one) -> pairs.add(List.of(plain(key), plain(one))));
      return pairs;
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    }
    boolean asItIs =
        value == null
            || value instanceof String
            || value instanceof Boolean
            || value instanceof Integer
            || value instanceof Long;
    return asItIs ? value : value.toString();
  }

  @Test
  void compactsAndExpiresWhileTheGateWrites(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder);
        Spark spark = spark(landscape, folder)) {
      landscape.topic("orders", 2);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      try (EmbeddedFlink flink = landscape.start()) {
        try (Feeder feeder = new Feeder(landscape, id, List.of("orders"))) {
          feeder.start();
          Thread.sleep(5_000);
          assertThat(maintain(spark)).as("files that Spark replaced").isPositive();
        }
        landscape.flush();
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  /**
   * The statements of docs/concepts/audit.md, and those that a refused change of partitions names.
   */
  @Test
  void theStatementsThatUsersAreGivenWork(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder);
        Spark spark = spark(landscape, folder)) {
      landscape.pipeline("shop");
      landscape.topic("orders", 1);
      String contract = Orders.plainContract("orders", "orders", "shop.orders");
      landscape.contract("orders", contract);
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 18; i++) {
        landscape.send("orders", 0, Orders.order(id, i + 1));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .ignoreExceptions()
            .until(() -> counted(landscape) == 18);
        flink.cancel();
      }
      // here the catalog is called like the ledger's namespace, as the page says
      String page =
          Files.readString(Path.of("../../docs/concepts/audit.md"))
              .replace(" sluice.shop_ledger", " sluice.sluice.shop_ledger");
      List<String> documented = statements(page);
      assertThat(documented).hasSize(2);
      JsonNode hours = spark.run(documented.get(0));
      assertThat(hours.get("rows").get(0).get(1).asText()).isEqualTo("orders");
      assertThat(hours.get("rows").get(0).get(2).asLong()).isEqualTo(18);
      assertThat(spark.run(documented.get(1)).get("rows").get(0).get(0).asText())
          .isEqualTo(contract);

      landscape.send("orders", 0, Orders.order(id, 100));
      landscape.rewrite("orders", contract + "  partitionBy: [currency, \"bucket(4, id)\"]\n");
      assertThatThrownBy(() -> run(landscape))
          .satisfies(
              refused -> {
                Matcher alter =
                    Pattern.compile("ALTER TABLE [^;]*")
                        .matcher(ExceptionUtils.stringifyException(refused));
                assertThat(alter.find()).isTrue();
                do {
                  spark.run(alter.group());
                } while (alter.find());
              });
      run(landscape);
      assertThat(landscape.table("shop.orders").spec().fields()).hasSize(2);
      assertThat(landscape.rows("shop.orders")).hasSize(19);
    }
  }

  private static long counted(Landscape landscape) throws IOException {
    return landscape.rows("sluice.shop_ledger").stream()
        .mapToLong(row -> (Long) row.getField("clean"))
        .sum();
  }

  private static void run(Landscape landscape) throws Exception {
    landscape.flush();
    try (EmbeddedFlink flink = landscape.start()) {
      landscape.awaitSettled("orders");
      flink.cancel();
    }
  }

  /** All SQL statements of a page, without comments. */
  private static List<String> statements(String page) {
    List<String> statements = new ArrayList<>();
    Matcher block = Pattern.compile("(?s)```sql\\n(.*?)```").matcher(page);
    while (block.find()) {
      for (String statement : block.group(1).replaceAll("(?m)^--.*$", "").split(";")) {
        if (!statement.isBlank()) {
          statements.add(statement.strip());
        }
      }
    }
    return statements;
  }

  private static long maintain(Spark spark) throws Exception {
    long rewritten = 0;
    for (int round = 0; round < 5; round++) {
      JsonNode done =
          spark.run(
              "CALL sluice.system.rewrite_data_files(table => 'shop.orders', options =>"
                  + " map('min-input-files', '2'))");
      rewritten += done.path("rows").path(0).path(0).asLong();
      spark.run(
          "CALL sluice.system.expire_snapshots(table => 'shop.orders', older_than =>"
              + " TIMESTAMP '2100-01-01 00:00:00', retain_last => 2)");
      Thread.sleep(1_000);
    }
    return rewritten;
  }
}
