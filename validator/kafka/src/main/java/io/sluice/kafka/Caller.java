package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;

/** Who talks to Kafka, which decides what a missing right is. */
public enum Caller {
  /** Somebody who waits at a terminal: a missing right is a setup problem. */
  COMMAND,

  /** A job that starts for the first time: a missing right is a setup problem here too. */
  FIRST_START,

  /** A job that runs or resumes: it waits until the right is granted again. */
  JOB;

  /** Who it is as soon as it runs. */
  public Caller running() {
    return this == FIRST_START ? JOB : this;
  }

  /**
   * The failure that a missing right is.
   *
   * @param message says what is missing, and what to grant
   */
  Failure denied(String message, Throwable cause) {
    return this == JOB ? new OutageException(message, cause) : new SetUpException(message);
  }
}
