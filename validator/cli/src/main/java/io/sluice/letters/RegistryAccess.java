package io.sluice.letters;

import io.sluice.config.SluiceConfig;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.registry.BlockingSchemas;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryOutage;
import org.jspecify.annotations.Nullable;

/** The registry of a configuration, for tools. */
public final class RegistryAccess {

  private RegistryAccess() {}

  /** A client of the registry, or null where none is configured. */
  public static @Nullable ConfluentRegistryClient client(SluiceConfig config) {
    SluiceConfig.Registry registry = config.registry();
    String url = registry.url();
    return url == null
        ? null
        : new ConfluentRegistryClient(
            url, registry.properties(), (int) registry.timeout().toMillis());
  }

  /**
   * Fails where a schema that was looked up could not be had.
   *
   * @param remedy what to do where no registry is named
   * @throws OutageException where the registry cannot be had now
   * @throws SetUpException where there is none
   */
  public static void require(BlockingSchemas schemas, String remedy) {
    RegistryOutage outage = schemas.outage();
    if (outage != null) {
      throw new OutageException(outage.getMessage() + "; its schemas are needed to check", outage);
    }
    if (schemas.isRegistryMissing()) {
      throw new SetUpException(remedy);
    }
  }
}
