package io.sluice.registry;

import io.sluice.wire.SchemaRef;

/** Asks a registry, blocking. */
public interface RegistryClient {

  /**
   * Fetches a schema with everything it refers to.
   *
   * @throws RegistryOutage where the registry did not answer, for whatever reason
   */
  RegistryAnswer fetch(SchemaRef ref) throws RegistryOutage;
}
