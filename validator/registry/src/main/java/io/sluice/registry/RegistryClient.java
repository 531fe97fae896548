package io.sluice.registry;

import io.sluice.wire.SchemaRef;

/** A blocking client of a schema registry. */
public interface RegistryClient {

  /**
   * Fetches a schema with everything it references.
   *
   * @throws RegistryOutage if the registry did not answer, for any reason
   */
  RegistryAnswer fetch(SchemaRef ref) throws RegistryOutage;
}
