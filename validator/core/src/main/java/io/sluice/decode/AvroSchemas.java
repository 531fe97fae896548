package io.sluice.decode;

import io.sluice.schema.SchemaText;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** Schemas of Avro with the named types of others that they refer to. */
public final class AvroSchemas {

  private AvroSchemas() {}

  /**
   * Parses a schema.
   *
   * @throws org.apache.avro.AvroRuntimeException where it is none
   */
  public static Schema parse(SchemaText schema) {
    SchemaParser parser = new SchemaParser();
    schema.references().values().forEach(parser::parse);
    return parser.parse(schema.text()).mainSchema();
  }
}
