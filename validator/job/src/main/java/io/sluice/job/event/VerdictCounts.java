package io.sluice.job.event;

import java.util.HashMap;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells the coordinator what a reader has judged since it last said so.
 *
 * @param counts judged and dead records, by contract
 * @param rows contracts one of whose partitions had too many dead records one after the other
 */
public record VerdictCounts(HashMap<String, long[]> counts, HashMap<String, String> rows)
    implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
