package io.sluice.job.lake.ledger;

import java.util.Set;

/**
 * What became of the records of one source partition between two barriers.
 *
 * @param from where counting began: the position at the last barrier, or the first offset counted
 * @param to the position at the barrier; exclusive
 * @param judgedAgain of the counted records, those that may have had their place before: what was
 *     counted need not be what is stored
 * @param firstTimestamp least Kafka timestamp, milliseconds since the epoch; {@link Long#MAX_VALUE}
 *     where no record had one
 * @param lastTimestamp greatest Kafka timestamp, -1 where no record had one
 * @param heldBefore the offset of the record before which the partition is held, -1 where it flows
 * @param rulesVersions of the contracts that judged
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

  /** Whether the ledger has anything to tell of it. */
  public boolean hasNews() {
    return from < to || heldBefore >= 0;
  }
}
