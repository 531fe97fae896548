package io.sluice.audit;

import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.row.AuditRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lookup of rules versions that keeps the last one, because most rows of a partition have the
 * same. Not thread-safe.
 */
final class RowVersion {

  /** The longest time from the gate's first verdict until the committer records the contract. */
  private static final Duration STARTING = Duration.ofMinutes(10);

  private @Nullable String version;
  private KnownContracts.@Nullable Version known;
  private @Nullable String target;
  private long earliest;

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /**
   * Looks up a version; null if it is not known. The other methods then apply to this version.
   *
   * @param judgedAs the topic whose contracts judge the records of the partition
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

  /** The table that the version's contract writes to, or null if unknown. */
  @Nullable String target() {
    return target;
  }

  /** The earliest possible verdict by the version, in microseconds since the epoch. */
  long earliest() {
    return earliest;
  }
}
