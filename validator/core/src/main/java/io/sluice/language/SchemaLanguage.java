package io.sluice.language;

import io.sluice.contract.JsonValidation;
import io.sluice.contract.ValueLanguage;
import io.sluice.finding.LintFinding;
import io.sluice.language.SchemaFolder.Version;
import io.sluice.limit.Limits;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import java.io.IOException;
import java.util.List;

/**
 * A schema language, with everything that depends on it. A language that is registered as a {@link
 * ValueLanguage} in {@code META-INF/services} works wherever Sluice reads schemas.
 */
public interface SchemaLanguage extends ValueLanguage {

  /** The name in registries. */
  SchemaFormat format();

  /** The extension of schema files, without the dot. */
  String extension();

  /**
   * Compiles a schema.
   *
   * @param validation how to apply JSON Schemas
   * @throws UnusableSchema if the schema is wrong
   */
  ReadableSchema compile(SchemaText schema, JsonValidation validation, Limits limits)
      throws UnusableSchema;

  /**
   * The encoder that writes plain JSON as records of a schema.
   *
   * @throws UnfitEventException if the schema is wrong
   */
  EventEncoder encoder(SchemaText schema) throws UnfitEventException;

  /** Whether a record is the JSON text of its event, regardless of whitespace. */
  default boolean isJsonText() {
    return false;
  }

  /**
   * Describes what plain JSON cannot represent, so that a record cannot be encoded again unchanged.
   */
  default String ambiguity() {
    return "plain JSON does not contain all of it";
  }

  /** The file content for a schema from the registry. */
  default String fileText(String schema) throws IOException {
    return schema;
  }

  /**
   * Lint findings for a schema version that do not prevent records from being read.
   *
   * @param isNewest whether it is the newest version, which new events use
   */
  default List<LintFinding> lint(Version version, boolean isNewest) {
    return List.of();
  }
}
