package io.sluice.audit.lake;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of a range of offsets.
 *
 * @param to exclusive
 * @param judgedAgain records that may have had their place before; -1 where the ledger does not say
 * @param countedAt when it was written, or null where the ledger does not say
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

  /** Records that are in tables. */
  public long rows() {
    return clean + warned;
  }

  /** All records that it counts. */
  public long all() {
    return clean + warned + dead + tombstones + unmatched;
  }

  /** Whether what it counted must be what is stored. */
  public boolean isExact() {
    return judgedAgain == 0;
  }

  /** Whether it was written before a table was created, so that it does not speak of that table. */
  public boolean isBefore(AuditedTable table) {
    return countedAt != null && countedAt.isBefore(table.createdAt());
  }
}
