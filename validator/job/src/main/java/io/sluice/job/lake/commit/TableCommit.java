package io.sluice.job.lake.commit;

import io.sluice.job.lake.ledger.LedgerEntry;
import io.sluice.kafka.SourcePartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one checkpoint adds to one table.
 *
 * @param files data files, as {@link io.sluice.job.lake.write.WrittenFile} writes them
 * @param entries rows of the ledger, where it is the ledger; not yet in files
 * @param spans what the commit says of each source partition that feeds the table
 */
record TableCommit(
    String table, List<String> files, List<LedgerEntry> entries, Map<SourcePartition, Span> spans) {

  /**
   * What happened on one source partition.
   *
   * @param base how far earlier commits of this lineage reached, or the table's mark when the run
   *     started, whichever is more; 0 for none
   * @param first lowest offset whose row is in the files, or {@link #NO_ROWS}
   * @param to position at the barrier: everything below has its place
   */
  record Span(long base, long first, long to) {
    static final long NO_ROWS = Long.MAX_VALUE;
  }

  /** The positions to which the marks move. */
  Map<SourcePartition, Long> positions() {
    Map<SourcePartition, Long> positions = new HashMap<>();
    spans.forEach((partition, span) -> positions.put(partition, span.to()));
    return positions;
  }
}
