package io.sluice.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.language.avro.PlainAvro;
import io.sluice.row.AuditColumns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each value is in the column of its field, whatever versions its schema has. */
class ColumnsIT {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final String OLDER = "an-older-table";

  private record Case(String name, Path folder, List<JsonNode> events) {

    static Case of(Path folder) throws Exception {
      List<JsonNode> events = new ArrayList<>();
      for (String line : Files.readAllLines(folder.resolve("events.jsonl"))) {
        events.add(JSON.readTree(line));
      }
      return new Case(folder.getFileName().toString(), folder, events);
    }

    String table() {
      return "corpus." + name.replace('-', '_');
    }
  }

  @Test
  void rowsAreAsWritten(@TempDir Path folder) throws Exception {
    List<Case> cases = new ArrayList<>();
    Path root = Path.of(System.getProperty("sluice.root")).resolve("corpus-columns");
    try (Stream<Path> folders = Files.list(root)) {
      for (Path one : folders.filter(Files::isDirectory).sorted().toList()) {
        cases.add(Case.of(one));
      }
    }
    assertThat(cases).hasSizeGreaterThan(7);
    try (Landscape landscape = new Landscape(folder)) {
      for (Case one : cases) {
        send(landscape, one);
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        for (Case one : cases) {
          landscape.awaitSettled(one.name());
        }
        flink.cancel();
      }
      for (Case one : cases) {
        Map<Long, JsonNode> found = found(landscape, one);
        for (int i = 0; i < one.events().size(); i++) {
          JsonNode event = one.events().get(i);
          assertThat(found.get((long) i))
              .as(one.name() + ": " + event.path("name").asText())
              .isEqualTo(event.path("row"));
        }
      }
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  /** Before the property there were only the comments of columns, and JSON text for unions. */
  @Test
  void aTableOfAnOlderReleaseKeepsItsColumns(@TempDir Path folder) throws Exception {
    String schema =
        """
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "anyOf": [
          {"type": "object", "additionalProperties": false, "properties": {
            "b_c": {"type": "string"}, "b-c": {"type": "string"},
            "by": {"allOf": [{"type": "string"}]}}},
          {"type": "object", "additionalProperties": false, "properties": {
            "b_c": {"type": "string"}, "b-c": {"type": "string"},
            "by": {"anyOf": [{"type": "string"}, {"const": "x"}]}}}]}
        """;
    try (Landscape landscape = new Landscape(folder)) {
      older(landscape);
      landscape.topic(OLDER, 1);
      landscape.topic(OLDER + ".dlq", 1);
      landscape.contract(
          OLDER,
          """
          apiVersion: sluice/v1alpha1
          kind: Contract
          name: an_older_table
          owner: team-corpus
          source: { topics: [an-older-table] }
          table: { name: corpus.an_older_table }
          """);
      int id = landscape.register(OLDER + "-value", "JSON", schema);
      byte[] event = "{\"b_c\": \"1\", \"b-c\": \"2\", \"by\": \"ann\"}".getBytes(UTF_8);
      landscape.send(OLDER, 0, Payloads.framed(id, event));
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled(OLDER);
        flink.cancel();
      }
      Record row = landscape.rows("corpus.an_older_table").get(0);
      assertThat(row.getField("b_c")).isEqualTo("1");
      assertThat(row.getField("b_c_")).isEqualTo("2");
      assertThat(row.getField("by")).isEqualTo("\"ann\"");
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private static void older(Landscape landscape) {
    List<NestedField> columns = new ArrayList<>();
    columns.add(text(1, "b_c", null));
    columns.add(text(2, "b_c_", "field 'b-c'"));
    columns.add(text(3, "by", null));
    Catalog catalog = landscape.catalog();
    ((SupportsNamespaces) catalog).createNamespace(Namespace.of("corpus"));
    catalog
        .buildTable(
            TableIdentifier.of("corpus", "an_older_table"), new org.apache.iceberg.Schema(columns))
        .withProperty("sluice.contract", "an_older_table")
        .create();
  }

  private static NestedField text(int id, String name, @Nullable String doc) {
    return NestedField.optional(name)
        .withId(id)
        .ofType(Types.StringType.get())
        .withDoc(doc)
        .build();
  }

  private static void send(Landscape landscape, Case one) throws Exception {
    landscape.topic(one.name(), 1);
    landscape.topic(one.name() + ".dlq", 1);
    landscape.contract(one.name(), Files.readString(one.folder().resolve("contract.yaml")));
    Map<Integer, Integer> ids = new TreeMap<>();
    for (JsonNode event : one.events()) {
      int version = event.path("schema").asInt();
      Path avro = one.folder().resolve("v" + version + ".avsc");
      boolean isAvro = Files.exists(avro);
      String text = Files.readString(isAvro ? avro : one.folder().resolve("v" + version + ".json"));
      if (!ids.containsKey(version)) {
        // a subject each, so that no rule of compatibility is in the way
        String subject = one.name() + "-v" + version + "-value";
        ids.put(version, landscape.register(subject, isAvro ? "AVRO" : "JSON", text));
      }
      byte[] payload =
          isAvro
              ? PlainAvro.encode(event.path("event"), new Schema.Parser().parse(text))
              : JSON.writeValueAsBytes(event.path("event"));
      landscape.send(one.name(), 0, Payloads.framed(ids.get(version), payload));
    }
  }

  private static Map<Long, JsonNode> found(Landscape landscape, Case one) throws Exception {
    Map<Long, JsonNode> found = new TreeMap<>();
    for (Record row : landscape.rows(one.table())) {
      ObjectNode values = (ObjectNode) plain(row);
      AuditColumns.FIELDS.forEach(column -> values.remove(column.name()));
      found.put((Long) row.getField("_kafka_offset"), values);
    }
    for (ConsumerRecord<byte[], byte[]> letter : landscape.read(one.name() + ".dlq")) {
      StringBuilder faults = new StringBuilder("dead");
      for (JsonNode fault :
          JSON.readTree(Payloads.header(letter, "sluice.faults")).path("faults")) {
        faults.append(" [").append(fault.path("stage").asText());
        faults.append(' ').append(fault.path("code").asText());
        faults.append(' ').append(fault.path("path").asText()).append(']');
      }
      found.put(
          Long.valueOf(Payloads.header(letter, "sluice.offset")),
          JSON.getNodeFactory().textNode(faults.toString()));
    }
    return found;
  }

  private static JsonNode plain(Object value) {
    if (value instanceof Record row) {
      ObjectNode values = JSON.createObjectNode();
      for (NestedField column : row.struct().fields()) {
        Object part = row.getField(column.name());
        if (part != null) {
          values.set(column.name(), plain(part));
        }
      }
      return values;
    }
    if (value instanceof List<?> list) {
      ArrayNode values = JSON.createArrayNode();
      list.forEach(part -> values.add(plain(part)));
      return values;
    }
    // through text, so that numbers are of the kinds that the files have
    return value instanceof Number number
        ? number(number)
        : JSON.getNodeFactory().textNode(value.toString());
  }

  private static JsonNode number(Number number) {
    try {
      return JSON.readTree(number.toString());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
