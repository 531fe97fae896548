package io.sluice.corpus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.fixture.PlainAvro;
import io.sluice.fixture.UnfitEventException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Reads the corpus folder. */
public final class Corpus {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * One folder.
   *
   * @param avro null for JSON
   * @param schema text of the schema
   */
  public record Case(
      String name, String contract, Schema avro, String schema, List<Event> events) {}

  /**
   * One line of events.jsonl.
   *
   * @param payload without a frame
   * @param expected as {@link #describe} gives it
   */
  public record Event(String name, byte[] payload, Map<String, String> headers, String expected) {}

  private Corpus() {}

  public static List<Case> read(Path folder) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isDirectory).sorted().toList()) {
        cases.add(readCase(file));
      }
    }
    return cases;
  }

  private static Case readCase(Path folder) throws IOException {
    Path avroFile = folder.resolve("schema.avsc");
    boolean isAvro = Files.exists(avroFile);
    String text = Files.readString(isAvro ? avroFile : folder.resolve("schema.json"));
    Schema avro = isAvro ? new Schema.Parser().parse(text) : null;
    List<Event> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("events.jsonl"))) {
      events.add(event(JSON.readTree(line), avro));
    }
    return new Case(
        folder.getFileName().toString(),
        Files.readString(folder.resolve("contract.yaml")),
        avro,
        text,
        events);
  }

  private static Event event(JsonNode line, Schema avro) throws IOException {
    byte[] payload;
    if (line.has("text")) {
      payload = line.path("text").asText().getBytes(StandardCharsets.UTF_8);
    } else if (avro == null) {
      payload = JSON.writeValueAsBytes(line.path("event"));
    } else {
      try {
        payload = PlainAvro.encode(line.path("event"), avro);
      } catch (UnfitEventException e) {
        throw new IOException(line.path("name").asText() + ": " + e.getMessage(), e);
      }
    }
    Map<String, String> headers = new LinkedHashMap<>();
    line.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    return new Event(line.path("name").asText(), payload, headers, expected(line.path("expect")));
  }

  private static String expected(JsonNode expect) {
    if (expect.isTextual()) {
      return expect.asText();
    }
    String kind = expect.has("dead") ? "dead" : "warned";
    List<String> parts = new ArrayList<>();
    expect.path(kind).forEach(part -> parts.add(part.asText()));
    return describe(kind, parts);
  }

  /**
   * One text for a verdict, in which the order of findings plays no part.
   *
   * @param kind clean, warned, dead or dropped
   * @param parts ids in warnings, or faults as {@code stage code path rule}
   */
  public static String describe(String kind, List<String> parts) {
    return parts.isEmpty() ? kind : kind + " " + new TreeSet<>(parts);
  }

  /** A fault as events.jsonl writes it. */
  public static String fault(String stage, String code, String path, String rule) {
    return stage + " " + code + " " + orDash(path) + " " + orDash(rule);
  }

  private static String orDash(String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }
}
