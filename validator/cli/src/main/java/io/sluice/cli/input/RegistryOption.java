package io.sluice.cli.input;

import io.sluice.registry.ConfluentRegistryClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the schema registry. */
public final class RegistryOption {

  private static final int TIMEOUT_MILLIS = 10_000;

  @Option(names = "--schema-registry", paramLabel = "URL", description = "The schema registry.")
  private @Nullable String url;

  /** The address as it was given, or null. */
  public @Nullable String url() {
    return url;
  }

  /** A client of it, or null where none is named. */
  public @Nullable ConfluentRegistryClient client() {
    return url == null ? null : new ConfluentRegistryClient(url, Map.of(), TIMEOUT_MILLIS);
  }
}
