package io.sluice.job.event;

import io.sluice.job.hold.SkipOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * The topics held by order and the records to skip, sent to readers.
 *
 * @param version rises with every change
 * @param topics why, by name
 */
public record HoldsChanged(
    long version, LinkedHashMap<String, String> topics, ArrayList<SkipOrder> skips)
    implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
