package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.run.EmbeddedFlink;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of event gets into a table and out again as it was. */
class TypesIT {

  @ParameterizedTest
  @ValueSource(strings = {"", "  partitionBy: [flag]\n  distribution: hash\n"})
  void everyAvroTypeAtItsEdges(String layout, @TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("every", 1);
      landscape.topic("every.dlq", 1);
      landscape.contract(
          "every",
          Orders.plainContract("every", "every", "types.every")
              + layout
              + "key: { format: string, column: text }\n");
      int id = landscape.register("every-value", "AVRO", EveryType.SCHEMA.toString());
      for (GenericRecord event : EveryType.events()) {
        landscape.send(
            new ProducerRecord<>(
                "every",
                0,
                "k1".getBytes(StandardCharsets.UTF_8),
                Payloads.framed(id, Payloads.avro(EveryType.SCHEMA, event))));
      }
      run(landscape, "every");
      assertThat(landscape.read("every.dlq")).isEmpty();
      List<Record> rows = landscape.rows("types.every");
      assertThat(rows).hasSize(2);
      Record high = rows.stream().filter(row -> (Boolean) row.getField("flag")).findAny().get();
      assertThat(high.getField("dec"))
          .isEqualTo(new BigDecimal("9999999999999999999999999999.9999999999"));
      assertThat(high.getField("huge")).asString().hasSize(61).endsWith("9.99");
      assertThat(high.getField("day")).isEqualTo(LocalDate.of(9999, 12, 31));
      assertThat(high.getField("tus")).isEqualTo("23:59:59.999999");
      assertThat(high.getField("at_ns")).isEqualTo(Long.MAX_VALUE);
      assertThat(high.getField("wide")).isEqualTo("{\"x\":2147483647}");
      assertThat(((Record) high.getField("span")).getField("days")).isEqualTo(4294967295L);
      assertThat(((Record) high.getField("tree")).getField("children"))
          .as("a type inside itself is JSON")
          .asString()
          .startsWith("[{\"value\":2,\"children\":[{");
      assertThat(high.getField("text")).as("the key").isEqualTo("k1");
      assertThat(high.getField("text__")).asString().endsWith("'quoted'");
      assertThat(high.getField("_kafka_offset_")).isEqualTo("clash");
      assertThat(high.getField("Text_")).isEqualTo("clash in case");
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  @Test
  void keysWithSchemas(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      String json =
          "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\"id\": {\"type\": \"integer\"}}}";
      int value = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      int avroKey = landscape.register("orders-key", "AVRO", EveryType.SCHEMA.toString());
      int jsonKey = landscape.register("other-key", "JSON", json);
      GenericRecord key = EveryType.events().get(0);
      for (String format : List.of("avro", "json")) {
        landscape.topic(format, 1);
        landscape.contract(
            format,
            Orders.plainContract(format, format, "types.by_" + format)
                + "key: { format: "
                + format
                + ", column: order_key }\n");
        landscape.send(
            new ProducerRecord<>(
                format,
                0,
                format.equals("avro")
                    ? Payloads.framed(avroKey, Payloads.avro(EveryType.SCHEMA, key))
                    : Payloads.framed(jsonKey, "{\"id\": 7}".getBytes(StandardCharsets.UTF_8)),
                Orders.order(value, 1)));
        landscape.send(format, 0, Orders.order(value, 2));
      }
      landscape.flush();
      try (EmbeddedFlink job = landscape.start()) {
        landscape.awaitSettled("avro");
        landscape.awaitSettled("json");
        job.cancel();
      }
      assertThat(landscape.rows("types.by_avro")).hasSize(2);
      assertThat(landscape.rows("types.by_json"))
          .extracting(row -> row.getField("order_key"))
          .extracting(String::valueOf)
          .containsExactlyInAnyOrder("Record(7)", "null");
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private static final String JSON_SCHEMA =
      """
      {"type": "object", "required": ["id"], "properties": {
        "id": {"type": "integer"},
        "big": {"type": "integer", "maximum": 99999999999999999999},
        "share": {"type": "number"},
        "odd name": {"type": "string"},
        "open": {"type": "object", "properties": {"a": {"type": "string"}}},
        "closed": {"type": "object", "additionalProperties": false,
                   "properties": {"x-y": {"type": "integer"}}},
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        "mixed": {"type": ["string", "number", "null"]},
        "list": {"type": "array", "items": {"type": "array", "items": {"type": "boolean"}}}
      }}
      """;

  @Test
  void everyKindOfJson(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("things", 1);
      landscape.topic("things.dlq", 1);
      landscape.contract("things", Orders.plainContract("things", "things", "types.things"));
      int id = landscape.register("things-value", "JSON", JSON_SCHEMA);
      for (String json :
          List.of(
              """
              {"id": 1, "big": 99999999999999999999, "share": 0.1, "odd name": "x",
               "open": {"a": "b", "more": [1, 2.50]}, "closed": {"x-y": 7},
               "counts": {"a.b": 1}, "either": 5, "mixed": "text", "list": [[true], []],
               "undeclared": {"kept": null}}
              """,
              "{\"id\": -9223372036854775808, \"share\": 9007199254740992, \"mixed\": null}",
              "{\"id\": 2, \"share\": 0.12345678901234567890}",
              "{\"id\": 9223372036854775808}",
              "{\"id\": 3, \"share\": 9007199254740993}",
              "{\"id\": 4, \"closed\": {\"x-y\": 18446744073709551616}}")) {
        landscape.send("things", 0, Payloads.framed(id, json.getBytes(StandardCharsets.UTF_8)));
      }
      run(landscape, "things");
      assertThat(landscape.read("things.dlq"))
          .extracting(
              letter -> Payloads.header(letter, "sluice.offset"),
              letter -> Payloads.header(letter, "sluice.code"),
              letter ->
                  Payloads.header(letter, "sluice.faults")
                      .replaceAll(".*\"path\":\"(.*?)\".*", "$1"))
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("3", "out_of_range", "id"),
              org.assertj.core.groups.Tuple.tuple("4", "out_of_range", "share"),
              org.assertj.core.groups.Tuple.tuple("5", "out_of_range", "closed.x-y"));
      Record first =
          landscape.rows("types.things").stream()
              .filter(row -> row.getField("id").equals(1L))
              .findAny()
              .get();
      assertThat(first.getField("big")).isEqualTo(new BigDecimal("99999999999999999999"));
      assertThat(first.getField("odd_name")).isEqualTo("x");
      assertThat(first.struct().field("odd_name").doc()).isEqualTo("field 'odd name'");
      assertThat(((Record) first.getField("closed")).getField("x_y")).isEqualTo(7L);
      assertThat(first.getField("open")).isEqualTo("{\"a\":\"b\",\"more\":[1,2.50]}");
      assertThat(first.getField("either")).isEqualTo("5");
      assertThat(first.getField("_extra")).isEqualTo("{\"undeclared\":{\"kept\":null}}");
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private static void run(Landscape landscape, String topic) throws Exception {
    landscape.flush();
    try (EmbeddedFlink flink = landscape.start()) {
      landscape.awaitSettled(topic);
      flink.cancel();
    }
  }
}
