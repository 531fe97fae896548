package io.sluice.schema;

import java.io.Serializable;

/**
 * The name of a schema language, as in registries.
 *
 * @see io.sluice.language.SchemaLanguage
 */
public record SchemaFormat(String name) implements Serializable {

  public static final SchemaFormat AVRO = new SchemaFormat("AVRO");
  public static final SchemaFormat JSON = new SchemaFormat("JSON");
}
