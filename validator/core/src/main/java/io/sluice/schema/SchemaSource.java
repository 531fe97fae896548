package io.sluice.schema;

import io.sluice.wire.SchemaRef;

/** Where schemas come from. Never blocks and never throws: what is not known yet is pending. */
public interface SchemaSource {

  /**
   * What is known of a schema now.
   *
   * @param readAt when the record that names it was read, milliseconds since the epoch: that there
   *     is no such schema is believed only if the registry was asked after that; 0 to believe it in
   *     any case
   */
  Lookup lookup(SchemaRef ref, long readAt);
}
