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
 * A language that schemas are written in, with all that depends on it. One that is registered as a
 * {@link ValueLanguage} in {@code META-INF/services} is read wherever schemas are.
 */
public interface SchemaLanguage extends ValueLanguage {

  /** As registries name it. */
  SchemaFormat format();

  /** How the name of a file ends that holds a schema, without the dot. */
  String extension();

  /**
   * Compiles a schema.
   *
   * @param validation how JSON Schemas are applied
   * @throws UnusableSchema where the schema is wrong
   */
  ReadableSchema compile(SchemaText schema, JsonValidation validation, Limits limits)
      throws UnusableSchema;

  /**
   * What writes plain JSON as records of a schema.
   *
   * @throws UnfitEventException where the schema is wrong
   */
  EventEncoder encoder(SchemaText schema) throws UnfitEventException;

  /** Whether a record is the JSON text of its event, however it is spaced. */
  default boolean isJsonText() {
    return false;
  }

  /** What of a record plain JSON may not hold, so that it cannot be written again as it was. */
  default String ambiguity() {
    return "plain JSON does not hold all of it";
  }

  /** A schema of the registry as it is written to a file. */
  default String fileText(String schema) throws IOException {
    return schema;
  }

  /**
   * What there is to say of a version of a schema that does not keep records from being read.
   *
   * @param isNewest whether events are written with it from now on
   */
  default List<LintFinding> lint(Version version, boolean isNewest) {
    return List.of();
  }
}
