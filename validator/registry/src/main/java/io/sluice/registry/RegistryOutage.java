package io.sluice.registry;

/** An outage of the registry: it cannot be reached, or its answer is not that of a registry. */
public final class RegistryOutage extends Exception {
  public RegistryOutage(String message, Throwable cause) {
    super(message, cause);
  }
}
