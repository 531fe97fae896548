package io.sluice.job;

import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Going on would lose or double records: another writer moved a table's marks, a table was rolled
 * back, or a topic was recreated. The job stops without restart; the message says what to do.
 */
public final class ConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(message);
  }

  /** In the form that makes Flink stop for good. */
  public SuppressRestartsException fatal() {
    return new SuppressRestartsException(this);
  }
}
