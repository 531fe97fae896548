package io.sluice.registry;

import io.sluice.schema.SchemaFormat;
import java.util.List;

/**
 * A version of a subject in the registry.
 *
 * @param version from 1
 * @param id the registry's ID of the schema
 * @param references the schemas that it references
 */
public record SubjectSchema(
    String subject,
    int version,
    int id,
    SchemaFormat format,
    String text,
    List<Reference> references) {

  /** A named reference to a schema. */
  public record Reference(String name, String subject, int version) {}
}
