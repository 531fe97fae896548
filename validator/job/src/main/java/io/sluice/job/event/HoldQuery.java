package io.sluice.job.event;

import org.apache.flink.api.connector.source.SourceEvent;

/** Asks a reader what waits; it answers with a {@link HoldReport}. */
public record HoldQuery() implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
