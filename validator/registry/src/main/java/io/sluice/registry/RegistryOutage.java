package io.sluice.registry;

/** The registry could not be asked, or did not answer as a registry does. */
public final class RegistryOutage extends Exception {
  public RegistryOutage(String message, Throwable cause) {
    super(message, cause);
  }
}
