package io.sluice.schema;

import io.sluice.wire.SchemaRef;

/**
 * A source of schemas. Never blocks and never throws: a schema that is not known yet is pending.
 */
public interface SchemaSource {

  /**
   * Looks up a schema and returns what is known now.
   *
   * @param readAt when the record that names it was read, in milliseconds since the epoch. The
   *     answer that there is no such schema counts only if the registry was asked after this time;
   *     0 accepts it in any case
   */
  Lookup lookup(SchemaRef ref, long readAt);
}
