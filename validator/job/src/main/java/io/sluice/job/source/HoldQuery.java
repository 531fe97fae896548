package io.sluice.job.source;

import org.apache.flink.api.connector.source.SourceEvent;

/** Asks a reader what waits; it answers with a {@link HoldReport}. */
record HoldQuery() implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
