package io.sluice.job.event;

import java.util.HashMap;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * The verdicts of a reader since its last report, sent to the coordinator.
 *
 * @param counts judged and dead records, by contract
 * @param rows contracts for which too many records in a row died in one partition
 */
public record VerdictCounts(HashMap<String, long[]> counts, HashMap<String, String> rows)
    implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
