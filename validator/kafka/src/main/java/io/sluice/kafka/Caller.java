package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import org.apache.kafka.common.KafkaException;

/** The caller of Kafka, which decides how to treat a missing permission. */
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
   * The failure for a client that cannot be opened. For a command, the properties are wrong. For a
   * job, host names might not resolve at the moment.
   */
  Failure unopened(KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return this == COMMAND
        ? new SetUpException(
            "the Kafka client rejected its properties: "
                + cause.getMessage()
                + ". Check 'kafka' in the configuration, and the --command-config file.")
        : new OutageException("the Kafka client cannot be created: " + cause.getMessage(), e);
  }

  /**
   * The failure for a missing permission.
   *
   * @param message states what is missing and what to grant
   */
  Failure denied(String message, Throwable cause) {
    return this == JOB ? new OutageException(message, cause) : new SetUpException(message);
  }
}
