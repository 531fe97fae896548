package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;

/**
 * Who talks to Kafka. What is a mistake of whoever types a command, such as a missing right, is
 * something that a running job waits out.
 */
public enum Caller {
  COMMAND,
  JOB;

  /**
   * The failure that a missing right is.
   *
   * @param message says what is missing, and what to grant
   */
  Failure denied(String message, Throwable cause) {
    return this == COMMAND ? new SetUpException(message) : new OutageException(message, cause);
  }
}
