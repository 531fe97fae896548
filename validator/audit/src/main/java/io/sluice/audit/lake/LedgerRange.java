package io.sluice.audit.lake;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's entry for a range of offsets.
 *
 * @param to exclusive
 * @param judgedAgain the number of records that may have been accounted for before; -1 if unknown
 * @param countedAt when the entry was written, or null if unknown
 */
public record LedgerRange(
    long from,
    long to,
    long clean,
    long warned,
    long dead,
    long tombstones,
    long unmatched,
    long judgedAgain,
    @Nullable Instant countedAt,
    Set<String> rulesVersions) {

  /** The number of records in tables. */
  public long rows() {
    return clean + warned;
  }

  /** The number of all counted records. */
  public long all() {
    return clean + warned + dead + tombstones + unmatched;
  }

  /** Whether the counts must match the stored records. */
  public boolean isExact() {
    return judgedAgain == 0;
  }

  /** Whether it was written before a table was created, so that it does not apply to the table. */
  public boolean isBefore(AuditedTable table) {
    return countedAt != null && countedAt.isBefore(table.createdAt());
  }
}
