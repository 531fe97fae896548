package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.corpus.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpus through the job; the verdicts are those that core alone gives. */
class CorpusIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void verdictsAreAsWritten(@TempDir Path folder) throws Exception {
    List<Corpus.Case> cases =
        Corpus.read(Path.of(System.getProperty("sluice.root")).resolve("corpus"));
    try (Landscape landscape = new Landscape(folder);
        FaultyRegistry registry = new FaultyRegistry(landscape.registryUrl())) {
      landscape.registryBehind(registry.url());
      for (Corpus.Case one : cases) {
        send(landscape, registry, one);
      }
      try (EmbeddedFlink flink = landscape.start()) {
        for (Corpus.Case one : cases) {
          landscape.awaitSettled(one.name());
        }
        flink.cancel();
      }
      for (Corpus.Case one : cases) {
        Map<Long, String> found = found(landscape, one);
        for (int i = 0; i < one.events().size(); i++) {
          assertThat(found.getOrDefault((long) i, "dropped"))
              .as(one.name() + ": " + one.events().get(i).name())
              .isEqualTo(one.events().get(i).expected());
        }
      }
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private static void send(Landscape landscape, FaultyRegistry registry, Corpus.Case one)
      throws Exception {
    landscape.topic(one.name(), 1);
    landscape.topic(one.name() + ".dlq", 1);
    landscape.contract(one.name(), one.contract());
    if (one.other() != null) {
      landscape.contract(one.name() + "-other", one.other());
    }
    Integer id = null;
    if (one.contract().contains("schema: schema.json")) {
      Files.writeString(landscape.folder().resolve("rules/schema.json"), one.schema());
    } else {
      id = register(landscape, registry, one);
    }
    for (Corpus.Event event : one.events()) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(one.name(), 0, event.key(), event.value(id));
      event
          .headers()
          .forEach(
              (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
      landscape.send(record);
    }
    landscape.flush();
  }

  /**
   * Apicurio refuses some schemas that other registries take, and that records are written with.
   */
  private static int register(Landscape landscape, FaultyRegistry registry, Corpus.Case one)
      throws Exception {
    String type = one.avro() == null ? "JSON" : "AVRO";
    try {
      return landscape.register(one.name() + "-value", type, one.schema());
    } catch (IllegalArgumentException e) {
      return registry.serve(type, one.schema());
    }
  }

  private static Map<Long, String> found(Landscape landscape, Corpus.Case one) throws Exception {
    Map<Long, String> found = new TreeMap<>();
    for (Record row : rows(landscape, one)) {
      @SuppressWarnings("unchecked")
      List<String> warnings = (List<String>) row.getField("_warnings");
      found.put(
          (Long) row.getField("_kafka_offset"),
          Corpus.describe(warnings.isEmpty() ? "clean" : "warned", warnings));
    }
    for (ConsumerRecord<byte[], byte[]> letter : landscape.read(one.name() + ".dlq")) {
      List<String> faults = new ArrayList<>();
      for (JsonNode fault :
          JSON.readTree(Payloads.header(letter, "sluice.faults")).path("faults")) {
        faults.add(
            Corpus.fault(
                fault.path("stage").asText(),
                fault.path("code").asText(),
                fault.path("path").asText(""),
                fault.path("rule").asText("")));
      }
      found.put(
          Long.valueOf(Payloads.header(letter, "sluice.offset")), Corpus.describe("dead", faults));
    }
    return found;
  }

  /** The rows of the tables of a case; one that no event reached is not made. */
  private static List<Record> rows(Landscape landscape, Corpus.Case one) throws IOException {
    String name = "corpus." + one.name().replace('-', '_');
    List<Record> rows = new ArrayList<>();
    for (String table : List.of(name, name + "_other")) {
      if (landscape.catalog().tableExists(TableIdentifier.parse(table))) {
        rows.addAll(landscape.rows(table));
      }
    }
    return rows;
  }
}
