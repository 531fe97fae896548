package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import org.apache.kafka.common.KafkaException;

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
   * The failure that a client which cannot be opened is: for a command, something is wrong with the
   * properties; for a job, names may not resolve for now.
   */
  Failure unopened(KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return this == COMMAND
        ? new SetUpException("Kafka's client refuses the 'kafka' properties: " + cause.getMessage())
        : new OutageException("Kafka's client cannot be opened: " + cause.getMessage(), e);
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
