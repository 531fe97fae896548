package io.sluice.schema;

import io.sluice.wire.SchemaRef;

/**
 * A source of schemas. Never blocks and never throws: a schema that is not known yet is pending.
 */
public interface SchemaSource {

  /**
   * Looks up a schema and returns the current result.
   *
   * @param readAt when the record that refers to it was read, in milliseconds since the epoch. An
   *     answer that the schema does not exist counts only if the registry was asked after this
   *     time; 0 accepts it in any case
   */
  Lookup lookup(SchemaRef ref, long readAt);
}
