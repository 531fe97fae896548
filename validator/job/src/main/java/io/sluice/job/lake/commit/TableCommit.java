package io.sluice.job.lake.commit;

import io.sluice.job.lake.ledger.LedgerEntry;
import io.sluice.kafka.SourcePartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes of one checkpoint to one table.
 *
 * @param files data files, as {@link io.sluice.job.lake.write.WrittenFile} writes them
 * @param entries for the ledger, its rows, which are not in files yet
 * @param spans the span of each source partition that feeds the table
 */
record TableCommit(
    String table, List<String> files, List<LedgerEntry> entries, Map<SourcePartition, Span> spans) {

  /**
   * The range of one source partition that a commit covers.
   *
   * @param base the position that earlier commits reached, or the table's mark when the run
   *     started, whichever is higher; 0 for none
   * @param first lowest offset whose row is in the files, or {@link #NO_ROWS}
   * @param to position at the barrier: every record below it is accounted for
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
