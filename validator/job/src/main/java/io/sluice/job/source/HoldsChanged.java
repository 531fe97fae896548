package io.sluice.job.source;

import java.util.LinkedHashMap;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells readers which topics wait by order.
 *
 * @param topics why, by name
 */
record HoldsChanged(LinkedHashMap<String, String> topics) implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
