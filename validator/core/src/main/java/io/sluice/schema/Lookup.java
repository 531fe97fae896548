package io.sluice.schema;

/** The answer to a question for a schema. */
public sealed interface Lookup {

  /** The schema is known. */
  record Found(SchemaText schema) implements Lookup {}

  /** The registry itself said, and said again, that there is no such schema. */
  record Unknown() implements Lookup {}

  /**
   * The registry has the schema, but nothing can be done with it.
   *
   * @param reason why, for people
   */
  record Unusable(String reason) implements Lookup {}

  /**
   * Not known yet: being fetched, or the registry cannot be had. The record must wait.
   *
   * @param reason for operators: what is being waited for
   */
  record Pending(String reason) implements Lookup {}
}
