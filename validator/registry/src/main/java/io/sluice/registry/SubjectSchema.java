package io.sluice.registry;

import io.sluice.schema.SchemaFormat;
import java.util.List;

/**
 * A version of a subject, as the registry has it.
 *
 * @param version from 1
 * @param id the registry's number of the schema
 * @param references the schemas that it refers to
 */
public record SubjectSchema(
    String subject,
    int version,
    int id,
    SchemaFormat format,
    String text,
    List<Reference> references) {

  /** A schema that is referred to by a name. */
  public record Reference(String name, String subject, int version) {}
}
