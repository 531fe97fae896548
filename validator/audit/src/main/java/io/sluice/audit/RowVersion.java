package io.sluice.audit;

import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.row.AuditRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the rules version that the last row of a partition names, which is that of most
 * rows. For one thread.
 */
final class RowVersion {

  /** The gate may judge its first records before the committer has noted the contract. */
  private static final Duration STARTING = Duration.ofMinutes(10);

  private @Nullable String version;
  private KnownContracts.@Nullable Version known;
  private @Nullable String target;
  private long earliest;

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /**
   * Looks up a version; null where it is not known. The other methods then tell of this one.
   *
   * @param judgedAs the topic by which contracts judge the records of the partition
   */
  KnownContracts.@Nullable Version of(
      String rulesVersion, String judgedAs, KnownContracts contracts) {
    if (!rulesVersion.equals(version)) {
      KnownContracts.Version found = contracts.of(rulesVersion);
      Instant firstUsed = found == null ? null : found.firstUsed();
      version = rulesVersion;
      known = found;
      target = found == null ? null : found.tableOf(judgedAs);
      earliest = firstUsed == null ? AuditRow.ABSENT : micros(firstUsed.minus(STARTING));
    }
    return known;
  }

  /** The table that its contract writes to, or null where that is not known. */
  @Nullable String target() {
    return target;
  }

  /** No row of the version was judged before: microseconds since the epoch. */
  long earliest() {
    return earliest;
  }
}
