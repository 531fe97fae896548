package io.sluice.registry;

import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.util.Optional;

/** Asks a registry, blocking. */
public interface RegistryClient {

  /**
   * Fetches a schema with everything it refers to.
   *
   * @return empty where the registry itself says that there is no such schema (error code 40403)
   * @throws RegistryOutage where there was no such answer, for whatever reason
   */
  Optional<SchemaText> fetch(SchemaRef ref) throws RegistryOutage;
}
