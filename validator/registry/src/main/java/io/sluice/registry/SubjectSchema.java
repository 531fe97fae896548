package io.sluice.registry;

import io.sluice.schema.SchemaFormat;
import java.util.List;

/**
 * A version of a subject, as the registry has it.
 *
 * @param version from 1
 * @param references the schemas that it refers to
 */
public record SubjectSchema(
    String subject, int version, SchemaFormat format, String text, List<Reference> references) {

  /** A schema that is referred to by a name. */
  public record Reference(String name, String subject, int version) {}
}
