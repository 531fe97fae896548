package io.sluice.job.lake.ledger;

import java.util.Set;

/**
 * The counts of one source partition between two barriers.
 *
 * @param from the start of the count: the position at the last barrier, or the first offset counted
 * @param to the position at the barrier; exclusive
 * @param judgedAgain number of counted records that may have been counted before; their counts can
 *     differ from the stored rows
 * @param firstTimestamp lowest Kafka timestamp, in milliseconds since the epoch; {@link
 *     Long#MAX_VALUE} if no record had one
 * @param lastTimestamp highest Kafka timestamp, -1 if no record had one
 * @param heldBefore the offset of the record before which the partition is held, or -1
 * @param rulesVersions of the contracts that gave verdicts
 */
public record Tally(
    long from,
    long to,
    long clean,
    long warned,
    long dead,
    long tombstones,
    long unmatched,
    long judgedAgain,
    long firstTimestamp,
    long lastTimestamp,
    long heldBefore,
    Set<String> rulesVersions) {

  /** Whether there is anything to enter into the ledger. */
  public boolean hasNews() {
    return from < to || heldBefore >= 0;
  }
}
