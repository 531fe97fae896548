package io.sluice.conform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * How JSON Schemas are applied.
 *
 * @param assertFormats whether {@code format} is demanded; the drafts leave it open
 */
public record JsonValidation(JsonEngine engine, boolean assertFormats) {

  public static final JsonValidation DEFAULT = new JsonValidation(JsonEngine.NETWORKNT, false);

  /**
   * Compiles a schema.
   *
   * @param references texts of other schemas, by the names under which this one refers to them
   */
  public Conformance compile(JsonNode root, Map<String, String> references)
      throws UnusableJsonSchema {
    return engine == JsonEngine.EVERIT
        ? EveritConformance.compile(root, references, assertFormats)
        : JsonConformance.compile(root, references, assertFormats);
  }
}
