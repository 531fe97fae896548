package io.sluice.letters;

import io.sluice.config.SluiceConfig;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.registry.BlockingSchemas;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryOutage;
import org.jspecify.annotations.Nullable;

/** The schema registry of a configuration, for commands. */
public final class RegistryAccess {

  private RegistryAccess() {}

  /** A client of the registry, or null if none is configured. */
  public static @Nullable ConfluentRegistryClient client(SluiceConfig config) {
    SluiceConfig.Registry registry = config.registry();
    String url = registry.url();
    return url == null
        ? null
        : new ConfluentRegistryClient(
            url, registry.properties(), (int) registry.timeout().toMillis());
  }

  /**
   * Fails if a schema could not be fetched.
   *
   * @param remedy the message if no registry is configured
   * @throws OutageException if the registry cannot be reached
   * @throws SetUpException if no registry is configured, or the setup of its client is wrong
   */
  public static void require(BlockingSchemas schemas, String remedy) {
    RegistryOutage outage = schemas.outage();
    if (outage != null) {
      throw outage.failure("without the registry, the command cannot read the records");
    }
    if (schemas.isRegistryMissing()) {
      throw new SetUpException(remedy);
    }
  }
}
