package io.sluice.job.event;

import io.sluice.job.hold.HeldPartition;
import java.util.ArrayList;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * The held partitions of a reader, sent to the coordinator.
 *
 * @param version of the orders that the reader follows
 */
public record HoldReport(long version, ArrayList<HeldPartition> held) implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
