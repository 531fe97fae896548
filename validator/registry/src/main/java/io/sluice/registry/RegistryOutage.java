package io.sluice.registry;

/** An outage of the registry: it cannot be reached, or the answer does not come from a registry. */
public final class RegistryOutage extends Exception {
  public RegistryOutage(String message, Throwable cause) {
    super(message, cause);
  }
}
