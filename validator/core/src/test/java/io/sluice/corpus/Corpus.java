package io.sluice.corpus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.decode.AvroSchemas;
import io.sluice.language.UnfitEventException;
import io.sluice.language.avro.PlainAvro;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
   * @param other a second contract of the topic, or null
   * @param avro null for JSON
   * @param schema text of the schema
   */
  public record Case(
      String name, String contract, String other, Schema avro, String schema, List<Event> events) {}

  /**
   * One line of events.jsonl.
   *
   * @param key null for none
   * @param payload without a frame, or the whole value
   * @param form the member that says what the payload is
   * @param expected as {@link #describe} gives it
   * @param faults that it must die of, as {@link #fault} writes them
   */
  public record Event(
      String name,
      byte[] key,
      byte[] payload,
      Form form,
      Map<String, String> headers,
      String expected,
      List<String> faults) {

    /**
     * The record's value.
     *
     * @param schema the number that it is to name, or null where records of the case name none
     */
    public byte[] value(Integer schema) {
      return schema == null || form == Form.VALUE
          ? payload
          : ByteBuffer.allocate(5 + payload.length)
              .put((byte) 0)
              .putInt(schema)
              .put(payload)
              .array();
    }
  }

  /** How a line says what the record's value is. */
  public enum Form {
    EVENT,
    TEXT,
    PAYLOAD,
    VALUE;

    private String member() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Form of(JsonNode line) throws IOException {
      List<Form> given = Stream.of(values()).filter(form -> line.has(form.member())).toList();
      if (given.size() != 1) {
        throw new IOException(line.path("name").asText() + ": has " + given + ", not one of them");
      }
      return given.get(0);
    }
  }

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
    Schema avro =
        isAvro ? AvroSchemas.parse(new SchemaText(SchemaFormat.AVRO, text, Map.of())) : null;
    Path other = folder.resolve("other.yaml");
    List<Event> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("events.jsonl"))) {
      events.add(event(JSON.readTree(line), avro));
    }
    return new Case(
        folder.getFileName().toString(),
        Files.readString(folder.resolve("contract.yaml")),
        Files.exists(other) ? Files.readString(other) : null,
        avro,
        text,
        events);
  }

  private static Event event(JsonNode line, Schema avro) throws IOException {
    Form form = Form.of(line);
    Map<String, String> headers = new LinkedHashMap<>();
    line.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    return new Event(
        line.path("name").asText(),
        line.has("key") ? bytes(line.path("key")) : null,
        payload(line, form, avro),
        form,
        headers,
        expected(line.path("expect")),
        texts(line.path("expect").path("dead")));
  }

  private static byte[] payload(JsonNode line, Form form, Schema avro) throws IOException {
    JsonNode said = line.path(form.member());
    return switch (form) {
      case EVENT -> avro == null ? JSON.writeValueAsBytes(said) : encoded(line, said, avro);
      case TEXT -> said.asText().getBytes(StandardCharsets.UTF_8);
      case PAYLOAD, VALUE -> bytes(said);
    };
  }

  private static byte[] encoded(JsonNode line, JsonNode event, Schema avro) throws IOException {
    try {
      return PlainAvro.encode(event, avro);
    } catch (UnfitEventException e) {
      throw new IOException(line.path("name").asText() + ": " + e.getMessage(), e);
    }
  }

  /** Hex digits, between which there may be spaces. */
  private static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.asText().replace(" ", ""));
  }

  private static String expected(JsonNode expect) {
    if (expect.isTextual()) {
      return expect.asText();
    }
    String kind = expect.has("dead") ? "dead" : "warned";
    return describe(kind, texts(expect.path(kind)));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
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
