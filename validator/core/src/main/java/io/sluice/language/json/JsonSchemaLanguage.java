package io.sluice.language.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.conform.Conformance;
import io.sluice.contract.JsonEngine;
import io.sluice.contract.JsonValidation;
import io.sluice.decode.JsonDecoder;
import io.sluice.finding.LintFinding;
import io.sluice.jsonschema.Draft;
import io.sluice.jsonschema.JsonShape;
import io.sluice.jsonschema.UnusableJsonSchema;
import io.sluice.language.EventEncoder;
import io.sluice.language.ReadableSchema;
import io.sluice.language.SchemaFolder.Version;
import io.sluice.language.SchemaLanguage;
import io.sluice.language.UnusableSchema;
import io.sluice.limit.Limits;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.type.Scalar;
import java.io.IOException;
import java.util.List;

/** JSON Schema, and plain JSON. */
public final class JsonSchemaLanguage implements SchemaLanguage {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  /** For schema files, which keep the notation of their numbers. */
  private static final ObjectMapper FILES = new ObjectMapper();

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String label() {
    return "JSON Schema";
  }

  @Override
  public SchemaFormat format() {
    return SchemaFormat.JSON;
  }

  @Override
  public String extension() {
    return "json";
  }

  /**
   * The shape is derived with the draft that the engine uses for schemas that do not specify one.
   */
  @Override
  public ReadableSchema compile(SchemaText schema, JsonValidation validation, Limits limits)
      throws UnusableSchema {
    try {
      JsonNode root = JSON.readTree(schema.text());
      Conformance conformance = Conformance.compile(validation, root, schema.references());
      boolean isOld = validation.engine() == JsonEngine.EVERIT;
      JsonShape.Document shape =
          JsonShape.of(root, schema.references(), isOld ? Draft.DRAFT_7 : Draft.DRAFT_2020_12);
      return new ReadableSchema(
          new JsonDecoder(limits),
          conformance,
          shape,
          root.path("title").asText(null),
          shape.isOpen() ? Scalar.JSON : shape.type());
    } catch (JsonProcessingException e) {
      throw new UnusableSchema("the JSON Schema is not valid JSON");
    } catch (UnusableJsonSchema e) {
      throw new UnusableSchema("not a usable JSON Schema: " + e.getMessage(), e.pointer());
    }
  }

  @Override
  public EventEncoder encoder(SchemaText schema) {
    return JsonSchemaLanguage::write;
  }

  private static byte[] write(JsonNode event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  @Override
  public boolean isJsonText() {
    return true;
  }

  @Override
  public String fileText(String schema) throws IOException {
    return FILES.readTree(schema).toPrettyString() + "\n";
  }

  @Override
  public List<LintFinding> lint(Version version, boolean isNewest) {
    return JsonSchemaLint.of(version, isNewest);
  }
}
