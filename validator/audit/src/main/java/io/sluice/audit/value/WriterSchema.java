package io.sluice.audit.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.jspecify.annotations.Nullable;

/** A writer's schema, prepared for decoding payloads. */
final class WriterSchema {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final GenericData DATA = fast();

  /** Attributes that are not needed if the reader's schema is the writer's schema. */
  private static final List<String> OF_READERS = List.of("default", "aliases", "order");

  private final @Nullable Schema avro;
  private final @Nullable GenericDatumReader<Object> reader;
  private final @Nullable String name;
  private final @Nullable String label;
  private final long labelHash;

  private WriterSchema(@Nullable Schema avro, @Nullable String name, @Nullable String label) {
    this.avro = avro;
    this.reader = avro == null ? null : new GenericDatumReader<>(avro, avro, DATA);
    this.name = name;
    this.label = label;
    this.labelHash = label == null ? Hash.NULL : Hash.text(label);
  }

  private static GenericData fast() {
    GenericData data = new GenericData();
    data.setFastReaderEnabled(true);
    return data;
  }

  /** The schema of JSON without a schema. */
  static WriterSchema none() {
    return new WriterSchema(null, null, null);
  }

  /**
   * Parses a schema.
   *
   * @param label in the form of the audit column {@code _schema}
   * @throws IOException if it cannot be parsed
   */
  static WriterSchema parse(SchemaTexts.Text text, String label) throws IOException {
    try {
      if (!text.isAvro()) {
        return new WriterSchema(null, JSON.readTree(text.text()).path("title").textValue(), label);
      }
      SchemaParser parser = new SchemaParser(NameValidator.NO_VALIDATION);
      for (String reference : text.references()) {
        var unused = parser.parse(withoutDefaults(reference));
      }
      Schema schema = parser.parse(withoutDefaults(text.text())).mainSchema();
      boolean isRecord = schema.getType() == Schema.Type.RECORD;
      return new WriterSchema(schema, isRecord ? schema.getFullName() : null, label);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new IOException("cannot parse schema " + label, e);
    }
  }

  private static String withoutDefaults(String schema) throws JsonProcessingException {
    JsonNode json = JSON.readTree(schema);
    for (String member : OF_READERS) {
      for (JsonNode part : json.findParents(member)) {
        boolean isFieldOrType = part.has("type") && part.has("name");
        if (part instanceof ObjectNode object && isFieldOrType) {
          object.remove(member);
        }
      }
    }
    return json.toString();
  }

  /** The Avro schema, or null for JSON. */
  @Nullable Schema avro() {
    return avro;
  }

  /** The Avro reader, or null for JSON. */
  @Nullable GenericDatumReader<Object> reader() {
    return reader;
  }

  /** The record's full name in Avro, the schema's title in JSON Schema; null for none. */
  @Nullable String name() {
    return name;
  }

  /** The schema in the form of the audit column {@code _schema}; null for none. */
  @Nullable String label() {
    return label;
  }

  /** The hash of the label. */
  long labelHash() {
    return labelHash;
  }
}
