package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.failure.SetUpException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables follow new schema versions as far as contracts allow. */
class EvolutionIT {

  private static final Schema FIRST =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Event", "fields": [
                {"name": "id", "type": "int"},
                {"name": "part", "type": {"type": "record", "name": "Part", "fields": [
                  {"name": "a", "type": "int"}]}},
                {"name": "list", "type": {"type": "array", "items": "Part"}}]}
              """);

  /** Wider numbers, new fields at all depths in other places, and one that is gone. */
  private static final Schema SECOND =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Event", "fields": [
                {"name": "added", "type": ["null", "string"]},
                {"name": "list", "type": {"type": "array", "items":
                  {"type": "record", "name": "Part", "fields": [
                    {"name": "b", "type": "string"},
                    {"name": "a", "type": "long"}]}}},
                {"name": "id", "type": "long"}]}
              """);

  /** The type of a field is another one. */
  private static final Schema THIRD =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Event", "fields": [
                {"name": "id", "type": "long"},
                {"name": "part", "type": ["null", "string"]}]}
              """);

  @Test
  void versionsArriveInterleaved(@TempDir Path folder) throws Exception {
    try (Landscape landscape = landscape(folder, "  evolution: widen\n")) {
      int first = landscape.register("events-value", "AVRO", FIRST.toString());
      int second = landscape.register("events2-value", "AVRO", SECOND.toString());
      int third = landscape.register("events3-value", "AVRO", THIRD.toString());
      for (int i = 0; i < 3000; i++) {
        byte[] value =
            switch (i % 4) {
              case 0 -> framed(first, first(i));
              case 1 -> framed(second, second(i));
              case 2 -> framed(third, third(i, null));
              default -> framed(third, third(i, "text"));
            };
        landscape.send("events", (i / 4) % 3, value);
      }
      run(landscape);
      assertThat(landscape.rows("shop.events")).hasSize(2250);
      Types.StructType columns = landscape.table("shop.events").schema().asStruct();
      assertThat(columns.fieldType("id")).isEqualTo(Types.LongType.get());
      assertThat(columns.fieldType("part").asStructType().fieldType("a"))
          .isEqualTo(Types.IntegerType.get());
      assertThat(columns.fieldType("list").asListType().elementType().asStructType().fieldType("a"))
          .isEqualTo(Types.LongType.get());
      List<ConsumerRecord<byte[], byte[]>> letters = landscape.read("events.dlq");
      assertThat(letters).hasSize(750);
      assertThat(letters)
          .allSatisfy(
              letter -> {
                assertThat(Payloads.header(letter, "sluice.code")).isEqualTo("incompatible_type");
                assertThat(Payloads.header(letter, "sluice.faults"))
                    .contains("\"path\":\"part\"")
                    .contains("is string in this schema, but the table's column is struct");
              });
      Record row =
          landscape.rows("shop.events").stream()
              .filter(one -> one.getField("id").equals(5_000_000_001L))
              .findAny()
              .orElseThrow();
      assertThat(row.getField("part")).isNull();
      assertThat(row.getField("added")).isEqualTo("new");
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  @Test
  void columnsThatAnotherEngineDropsAreRestoredAndNoValueIsLost(@TempDir Path folder)
      throws Exception {
    for (String distribution :
        List.of("", "  partitionBy: ['bucket(4, id)']\n  distribution: hash\n")) {
      Path own = Files.createDirectory(folder.resolve("d" + distribution.length()));
      try (Landscape landscape = landscape(own, "  evolution: widen\n" + distribution)) {
        int first = landscape.register("events-value", "AVRO", FIRST.toString());
        int second = landscape.register("events2-value", "AVRO", SECOND.toString());
        try (EmbeddedFlink flink = landscape.start()) {
          send(landscape, first, 0);
          landscape.awaitSettled("events");
          if (distribution.isEmpty()) {
            // a partition's source cannot be dropped
            drop(landscape, "id");
          }
          drop(landscape, "list.element.a");
          send(landscape, first, 30);
          landscape.awaitSettled("events");
          assertComplete(landscape, 60);
          drop(landscape, distribution.isEmpty() ? "id" : "list.element.a");
          // a layout that is new makes writers look at the table again
          for (int i = 0; i < 30; i++) {
            landscape.send("events", i % 3, framed(second, second(i)));
          }
          send(landscape, first, 60);
          landscape.awaitSettled("events");
          assertComplete(landscape, 120);
          drop(landscape, distribution.isEmpty() ? "id" : "list");
          flink.cancel();
        }
        // after a restart too: one field has one column
        try (EmbeddedFlink flink = landscape.start()) {
          send(landscape, first, 90);
          landscape.awaitSettled("events");
          flink.cancel();
        }
        assertComplete(landscape, 150);
        assertThat(landscape.audit().findings()).isEmpty();
      }
    }
  }

  private static void send(Landscape landscape, int schema, int from) throws Exception {
    for (int i = from; i < from + 30; i++) {
      landscape.send("events", i % 3, framed(schema, first(i)));
    }
    landscape.flush();
  }

  private static void drop(Landscape landscape, String column) {
    landscape.table("shop.events").updateSchema().deleteColumn(column).commit();
  }

  private static void assertComplete(Landscape landscape, int rows) throws Exception {
    assertThat(landscape.rows("shop.events"))
        .hasSize(rows)
        .allSatisfy(
            row -> {
              assertThat(row.getField("id")).isNotNull();
              List<?> list = (List<?>) row.getField("list");
              assertThat(list)
                  .allSatisfy(part -> assertThat(((Record) part).getField("a")).isNotNull());
            });
  }

  @Test
  void aContractLimitsIt(@TempDir Path folder) throws Exception {
    try (Landscape landscape = landscape(folder, "  evolution: none\n")) {
      int first = landscape.register("events-value", "AVRO", FIRST.toString());
      int second = landscape.register("events2-value", "AVRO", SECOND.toString());
      landscape.send("events", 0, framed(first, first(1)));
      run(landscape);
      landscape.send("events", 0, framed(second, second(2)));
      landscape.send("events", 0, framed(first, first(3)));
      run(landscape);
      assertThat(landscape.rows("shop.events")).hasSize(2);
      ConsumerRecord<byte[], byte[]> letter = landscape.read("events.dlq").get(0);
      assertThat(Payloads.header(letter, "sluice.stage")).isEqualTo("table");
      assertThat(Payloads.header(letter, "sluice.faults"))
          .contains("\"total\":3")
          .contains("\"code\":\"no_column\",\"path\":\"added\"")
          .contains("\"code\":\"no_column\",\"path\":\"list[0].b\"")
          .contains("\"code\":\"incompatible_type\",\"path\":\"id\"")
          .contains("evolution: widen would allow it");
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  @Test
  @Tag("soak")
  void partitionsStaySane(@TempDir Path folder) throws Exception {
    Schema schema =
        SchemaBuilder.record("Event")
            .fields()
            .requiredString("country")
            .name("at")
            .type(
                new Schema.Parser()
                    .parse("{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}"))
            .noDefault()
            .endRecord();
    try (Landscape landscape = landscape(folder, "  partitionBy: [day(at), country]\n")) {
      int id = landscape.register("events-value", "AVRO", schema.toString());
      landscape.more("lake", "  openFiles: 10\n");
      long now = System.currentTimeMillis();
      for (int i = 0; i < 1000; i++) {
        landscape.send("events", i % 3, framed(id, at(schema, "DE" + i % 40, now)));
      }
      long year9999 = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();
      landscape.send("events", 0, framed(id, at(schema, "DE", year9999)));
      landscape.send("events", 0, framed(id, at(schema, "x".repeat(5000), now)));
      landscape.send("events", 0, framed(id, at(schema, "\u00e9/../%".repeat(9), now)));
      run(landscape);
      assertThat(landscape.rows("shop.events")).hasSize(1001);
      assertThat(landscape.read("events.dlq"))
          .extracting(letter -> Payloads.header(letter, "sluice.code"))
          .containsExactly("partition_out_of_range", "partition_out_of_range");
      assertThat(landscape.audit().findings()).isEmpty();

      landscape.rewrite("events", contract("  partitionBy: [month(at)]\n"));
      landscape.send("events", 0, framed(id, at(schema, "DE", now)));
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        assertThatThrownBy(flink::await)
            .isInstanceOf(SetUpException.class)
            .hasMessageContaining("is partitioned by at_day, country")
            .hasMessageContaining("ALTER TABLE shop.events DROP PARTITION FIELD at_day;")
            .hasMessageContaining("ALTER TABLE shop.events ADD PARTITION FIELD months(at);");
      }
    }
  }

  /** A later version has a field named as a partition field, and a map's parts have short names. */
  @Test
  void namesThatTheTableUsesForSomethingElseAreAvoided(@TempDir Path folder) throws Exception {
    Schema first =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Event", "fields": [
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "m", "type": {"type": "map", "values":
                    {"type": "record", "name": "V", "fields": [
                      {"name": "value", "type": {"type": "record", "name": "W", "fields": [
                        {"name": "x", "type": "int"}]}}]}}}]}
                """);
    Schema second =
        new Schema.Parser()
            .parse(
                first
                    .toString()
                    .replace(
                        "{\"name\":\"m\"",
                        "{\"name\":\"at_day\",\"type\":[\"null\",\"string\"]},{\"name\":\"m\""));
    Schema third =
        new Schema.Parser()
            .parse(
                first
                    .toString()
                    .replace(
                        "\"int\"}]}}]}}}]}",
                        "\"int\"}]}},{\"name\":\"x\",\"type\":\"int\"}]}}}]}"));
    try (Landscape landscape = landscape(folder, "  partitionBy: [day(at)]\n")) {
      long now = System.currentTimeMillis();
      int[] ids = {
        landscape.register("events-value", "AVRO", first.toString()),
        landscape.register("events2-value", "AVRO", second.toString()),
        landscape.register("events3-value", "AVRO", third.toString())
      };
      GenericRecordBuilder plain = new GenericRecordBuilder(first).set("at", now);
      landscape.send("events", 0, framed(ids[0], plain.set("m", Map.of()).build()));
      GenericRecordBuilder named = new GenericRecordBuilder(second).set("at", now);
      named.set("m", Map.of());
      landscape.send("events", 0, framed(ids[1], named.set("at_day", null).build()));
      landscape.send("events", 0, framed(ids[1], named.set("at_day", "x").build()));
      Schema v = third.getField("m").schema().getValueType();
      Schema w = v.getField("value").schema();
      GenericRecord inner =
          new GenericRecordBuilder(v)
              .set("value", new GenericRecordBuilder(w).set("x", 1).build())
              .set("x", 2)
              .build();
      GenericRecordBuilder mapped = new GenericRecordBuilder(third).set("at", now);
      landscape.send("events", 0, framed(ids[2], mapped.set("m", Map.of("k", inner)).build()));
      run(landscape);
      assertThat(landscape.rows("shop.events"))
          .hasSize(4)
          .anySatisfy(row -> assertThat(row.getField("at_day_")).isEqualTo("x"))
          .anySatisfy(
              row ->
                  assertThat(row.getField("m")).asString().isEqualTo("{k=Record(Record(1), 2)}"));
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  @Test
  void aTableMadeBySomebodyElse(@TempDir Path folder) throws Exception {
    try (Landscape landscape = landscape(folder, "")) {
      ((SupportsNamespaces) landscape.catalog()).createNamespace(Namespace.of("shop"));
      landscape
          .catalog()
          .createTable(
              TableIdentifier.parse("shop.events"),
              new org.apache.iceberg.Schema(
                  Types.NestedField.required(1, "id", Types.LongType.get()),
                  Types.NestedField.required(2, "theirs", Types.StringType.get())));
      int first = landscape.register("events-value", "AVRO", FIRST.toString());
      landscape.send("events", 0, framed(first, first(7)));
      run(landscape);
      assertThat(landscape.rows("shop.events"))
          .singleElement()
          .satisfies(row -> assertThat(row.getField("id")).isEqualTo(7L))
          .satisfies(row -> assertThat(row.getField("theirs")).isNull());
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private static String contract(String table) {
    return Orders.plainContract("events", "events", "shop.events")
        .replace("  name: shop.events\n", "  name: shop.events\n" + table);
  }

  private static Landscape landscape(Path folder, String table) throws Exception {
    Landscape landscape = new Landscape(folder);
    landscape.topic("events", 3);
    landscape.topic("events.dlq", 1);
    landscape.contract("events", contract(table));
    return landscape;
  }

  private static void run(Landscape landscape) throws Exception {
    landscape.flush();
    try (EmbeddedFlink flink = landscape.start()) {
      landscape.awaitSettled("events");
      flink.cancel();
    }
  }

  private static byte[] framed(int id, GenericRecord event) throws Exception {
    return Payloads.framed(id, Payloads.avro(event.getSchema(), event));
  }

  private static GenericRecord first(int i) {
    Schema part = FIRST.getField("part").schema();
    GenericRecord inner = new GenericRecordBuilder(part).set("a", i).build();
    return new GenericRecordBuilder(FIRST)
        .set("id", i)
        .set("part", inner)
        .set("list", List.of(inner))
        .build();
  }

  private static GenericRecord second(int i) {
    Schema part = SECOND.getField("list").schema().getElementType();
    GenericRecord inner = new GenericRecordBuilder(part).set("a", 1L << 40).set("b", "b").build();
    return new GenericRecordBuilder(SECOND)
        .set("id", 5_000_000_000L + i)
        .set("added", "new")
        .set("list", List.of(inner, inner))
        .build();
  }

  private static GenericRecord third(int i, String part) {
    return new GenericRecordBuilder(THIRD).set("id", (long) i).set("part", part).build();
  }

  private static GenericRecord at(Schema schema, String country, long millis) {
    return new GenericRecordBuilder(schema).set("country", country).set("at", millis).build();
  }
}
