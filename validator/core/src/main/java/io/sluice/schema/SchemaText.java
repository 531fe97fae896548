package io.sluice.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema as the registry or a file has it.
 *
 * @param format what language it is written in
 * @param text the schema itself
 * @param references texts of the schemas that it refers to, by the name of the reference, in an
 *     order in which each comes after those it needs itself
 * @param version its number in the subject that was asked for, from 1; null where none was
 */
public record SchemaText(
    SchemaFormat format, String text, Map<String, String> references, @Nullable Integer version) {

  /** A schema that was asked for by itself. */
  public SchemaText(SchemaFormat format, String text, Map<String, String> references) {
    this(format, text, references, null);
  }
}
