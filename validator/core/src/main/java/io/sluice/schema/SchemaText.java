package io.sluice.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema from the registry or a file.
 *
 * @param format the schema language
 * @param text the schema itself
 * @param references the texts of the schemas that it refers to, by reference name, ordered so that
 *     each comes after its own references
 * @param version its number in the requested subject, from 1; null if no subject was requested
 */
public record SchemaText(
    SchemaFormat format, String text, Map<String, String> references, @Nullable Integer version) {

  /** A schema that was requested without a subject. */
  public SchemaText(SchemaFormat format, String text, Map<String, String> references) {
    this(format, text, references, null);
  }
}
