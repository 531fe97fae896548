package io.sluice.schema;

import io.sluice.wire.SchemaRef;

/** Where schemas come from. Never blocks and never throws: what is not known yet is pending. */
public interface SchemaSource {

  /** What is known of a schema now. */
  Lookup lookup(SchemaRef ref);
}
