package io.sluice.language.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contract.JsonValidation;
import io.sluice.decode.AvroDecoder;
import io.sluice.decode.AvroSchemas;
import io.sluice.finding.LintFinding;
import io.sluice.language.EventEncoder;
import io.sluice.language.ReadableSchema;
import io.sluice.language.SchemaFolder.Version;
import io.sluice.language.SchemaLanguage;
import io.sluice.language.UnfitEventException;
import io.sluice.language.UnusableSchema;
import io.sluice.limit.Limits;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.type.RecordType;
import java.io.IOException;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** Avro, in its binary form. */
public final class AvroLanguage implements SchemaLanguage {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "avro";
  }

  @Override
  public String label() {
    return "Avro";
  }

  @Override
  public SchemaFormat format() {
    return SchemaFormat.AVRO;
  }

  @Override
  public String extension() {
    return "avsc";
  }

  @Override
  public ReadableSchema compile(SchemaText schema, JsonValidation validation, Limits limits)
      throws UnusableSchema {
    try {
      AvroDecoder decoder = new AvroDecoder(AvroSchemas.parse(schema), limits);
      return ReadableSchema.of(
          decoder, decoder.type() instanceof RecordType record ? record.name() : null);
    } catch (SchemaParseException e) {
      throw new UnusableSchema("not an Avro schema: " + e.getMessage());
    } catch (AvroRuntimeException e) {
      throw new UnusableSchema("not a usable Avro schema: " + e.getMessage());
    }
  }

  @Override
  public EventEncoder encoder(SchemaText schema) throws UnfitEventException {
    try {
      Schema parsed = AvroSchemas.parseWithDefaults(schema);
      return event -> encode(event, parsed);
    } catch (AvroRuntimeException e) {
      throw new UnfitEventException("its schema cannot be used: " + e.getMessage());
    }
  }

  private static byte[] encode(JsonNode event, Schema schema) throws UnfitEventException {
    try {
      return PlainAvro.encode(event, schema);
    } catch (AvroRuntimeException e) {
      throw new UnfitEventException("it does not match its schema: " + e.getMessage());
    }
  }

  @Override
  public String ambiguity() {
    return "a union whose branches look the same in plain JSON";
  }

  @Override
  public String fileText(String schema) throws IOException {
    return JSON.readTree(schema).toPrettyString() + "\n";
  }

  @Override
  public List<LintFinding> lint(Version version, boolean isNewest) {
    return AvroLint.of(version, isNewest);
  }
}
