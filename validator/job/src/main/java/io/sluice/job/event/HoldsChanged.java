package io.sluice.job.event;

import io.sluice.job.hold.SkipOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * The topics held by an order and the records to skip, sent to readers.
 *
 * @param version increases with every change
 * @param topics the reasons for ordered holds, keyed by topic
 */
public record HoldsChanged(
    long version, LinkedHashMap<String, String> topics, ArrayList<SkipOrder> skips)
    implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
