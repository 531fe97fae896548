package io.sluice.schema;

/** The languages of schemas. */
public enum SchemaFormat {
  AVRO,
  JSON,
  /** Known to the registry, not to Sluice. */
  OTHER
}
