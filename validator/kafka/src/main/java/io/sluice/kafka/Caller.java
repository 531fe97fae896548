package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;

/** The caller of Kafka, which decides how to treat what it may not do. */
public enum Caller {
  /** A command at a terminal. A missing permission is a setup problem. */
  COMMAND,

  /** A job that starts for the first time. A missing permission is a setup problem. */
  FIRST_START,

  /** A job that runs or resumes. It waits until the permission is granted. */
  JOB;

  /** The caller once the job runs. */
  public Caller running() {
    return this == FIRST_START ? JOB : this;
  }

  /**
   * The failure for a missing permission, and for a client and brokers that reject each other.
   *
   * @param message states what is missing and what to grant
   */
  Failure denied(String message, Throwable cause) {
    return this == JOB ? new OutageException(message, cause) : new SetUpException(message);
  }
}
