package io.sluice.conform;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.JsonValidation;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.Draft;
import io.sluice.jsonschema.JsonSchema;
import io.sluice.jsonschema.UnusableJsonSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks decoded documents against one schema. Compiled once and used for every record. */
public interface Conformance {

  /** For schemas that decoding already checks, such as Avro schemas. */
  Conformance GIVEN = document -> null;

  /** The faults of a document, or null if it conforms. */
  @Nullable Faults check(@Nullable Object document);

  /** Whether the time can double with each level of a document. */
  default boolean mayDouble() {
    return false;
  }

  /**
   * Compiles a JSON Schema.
   *
   * @param references the texts of other schemas, by the names that this schema uses to refer to
   *     them
   */
  static Conformance compile(
      JsonValidation validation, JsonNode root, Map<String, String> references)
      throws UnusableJsonSchema {
    boolean assertFormats = validation.assertFormats();
    return switch (validation.engine()) {
      case SLUICE ->
          JsonSchema.compile(root, references, assertFormats, Draft.DRAFT_2020_12)::check;
      case NETWORKNT ->
          GuardedConformance.of(
              NetworkntConformance.compile(root, references, assertFormats), root, references);
      case EVERIT ->
          GuardedConformance.of(
              EveritConformance.compile(root, references, assertFormats), root, references);
    };
  }

  /**
   * Explains why a library cannot read a schema. If Sluice's own evaluator rejects it too, uses
   * that message; otherwise says that only the library rejects it. The messages of libraries refer
   * to their own code.
   *
   * @param unnamed the draft that the library assumes if the schema names none
   */
  static UnusableJsonSchema refusal(
      String engine, JsonNode root, Map<String, String> references, Draft unnamed) {
    try {
      JsonSchema unused = JsonSchema.compile(root, references, false, unnamed);
    } catch (UnusableJsonSchema e) {
      return e;
    }
    return new UnusableJsonSchema(
        "'engine: "
            + engine
            + "' rejects it; fix the parts that the schema's draft does not allow, or remove"
            + " 'engine' to use Sluice's own evaluator");
  }
}
