package io.sluice.registry;

import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;

/**
 * An outage of the registry: it cannot be reached, it rejects this client, or the answer does not
 * come from a registry.
 */
public final class RegistryOutage extends Exception {

  private static final long serialVersionUID = 1L;

  private final String advice;

  /** Creates an outage that can pass on its own. */
  public RegistryOutage(String message, Throwable cause) {
    this(message, "", cause);
  }

  private RegistryOutage(String message, String advice, Throwable cause) {
    super(message, cause);
    this.advice = advice;
  }

  /**
   * Creates an outage that lasts until somebody corrects the setup, such as a wrong password.
   *
   * @param advice a sentence that says what to do
   */
  static RegistryOutage ofSetUp(String message, String advice, Throwable cause) {
    return new RegistryOutage(message, advice, cause);
  }

  /** Whether it lasts until somebody corrects the setup. */
  public boolean isOfSetUp() {
    return !advice.isEmpty();
  }

  /** The message, and what to do if that is known. Has no period at its end. */
  public String explanation() {
    return isOfSetUp() ? getMessage() + ". " + advice.replaceFirst("[.]$", "") : "" + getMessage();
  }

  /**
   * The failure of a command that cannot continue.
   *
   * @param consequence such as "nothing was sent"
   */
  public Failure failure(String consequence) {
    String message = getMessage() + "; " + consequence;
    return isOfSetUp()
        ? new SetUpException(message + ". " + advice)
        : new OutageException(message, this);
  }
}
