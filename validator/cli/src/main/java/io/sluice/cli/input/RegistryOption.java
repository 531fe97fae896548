package io.sluice.cli.input;

import io.sluice.registry.ConfluentRegistryClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the schema registry. */
public final class RegistryOption {

  private static final int TIMEOUT_MILLIS = 10_000;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description = "The URL of the schema registry.")
  private @Nullable String url;

  /** The given address, or null. */
  public @Nullable String url() {
    return url;
  }

  /** A client of the registry, or null if none is given. */
  public @Nullable ConfluentRegistryClient client() {
    return url == null ? null : new ConfluentRegistryClient(url, Map.of(), TIMEOUT_MILLIS);
  }
}
