package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.row.AuditRow;
import io.sluice.offset.Coordinates;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Checks whether the audit columns of one file's rows can be true. */
final class RowClaims {

  /** The largest accepted difference between the clocks of two machines. */
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private final KnownContracts contracts;
  private final AuditedTable table;
  private final RowNotices notices;
  private final boolean hasTime;
  private final boolean hasWarnings;

  /** The latest possible time of a verdict, in microseconds since the epoch. */
  private final long latest;

  /**
   * Prepares the checks of a file.
   *
   * @param committed when the file was committed
   */
  RowClaims(TableScan.Context context, Instant committed, RowNotices notices) {
    this.contracts = context.evidence().contracts();
    this.table = context.table();
    this.notices = notices;
    this.hasTime = context.columns().findField("_validated_at") != null;
    this.hasWarnings = context.columns().findField("_warnings") != null;
    this.latest =
        committed.equals(Instant.MAX) ? Long.MAX_VALUE : RowVersion.micros(committed.plus(CLOCKS));
  }

  /** Checks a row of a topic that a contract reads now. */
  void check(SourceTopic topic, RowPartition partition, AuditRow row, Coordinates at) {
    checkTime(row, at);
    String version = row.rulesVersion();
    KnownContracts.Version known =
        version == null ? null : partition.version().of(version, topic.judgedAs(), contracts);
    if (version == null || known == null) {
      // another pipeline judged the records before this pipeline's ledger
      if (version == null || partition.isLedgered(at.offset())) {
        notices.add(Kind.ALTERED, at, "column _rules_version contains an unknown version");
      }
      return;
    }
    checkContract(known, partition, row, at);
    checkWarnings(row, at, known);
    checkLedger(version, partition, at);
    // another pipeline may have used the version before this one did
    if (row.validatedAt() != AuditRow.ABSENT
        && row.validatedAt() < partition.version().earliest()
        && partition.isLedgered(at.offset())) {
      notices.add(
          Kind.ALTERED,
          at,
          "column _validated_at is earlier than the first use of the row's rules version");
    }
  }

  private void checkTime(AuditRow row, Coordinates at) {
    if (!hasTime) {
      return;
    }
    if (row.validatedAt() == AuditRow.ABSENT) {
      notices.add(Kind.ALTERED, at, "column _validated_at is null");
    } else if (row.validatedAt() > latest) {
      notices.add(
          Kind.ALTERED, at, "column _validated_at is later than the commit of the row's file");
    }
  }

  private void checkContract(
      KnownContracts.Version known, RowPartition partition, AuditRow row, Coordinates at) {
    if (!known.name().equals(row.contract())) {
      notices.add(
          Kind.ALTERED,
          at,
          "columns _contract and _rules_version do not match: the version belongs to contract "
              + known.name());
    }
    String target = partition.version().target();
    if (target != null && !target.equals(table.name())) {
      notices.add(
          Kind.STRAY, at, "contract " + known.name() + " writes its rows to table " + target);
    }
  }

  private void checkWarnings(AuditRow row, Coordinates at, KnownContracts.Version known) {
    if (!hasWarnings) {
      return;
    }
    List<String> warnings = row.warnings();
    if (warnings == null) {
      notices.add(Kind.ALTERED, at, "column _warnings is null");
      return;
    }
    for (String warning : warnings) {
      if (!known.mayWarn(warning)) {
        notices.add(Kind.ALTERED, at, "column _warnings lists a rule that does not warn");
        return;
      }
    }
  }

  private void checkLedger(String version, RowPartition partition, Coordinates at) {
    LedgerRange entry = partition.entry(at.offset());
    if (entry != null
        && entry.isExact()
        && !entry.isBefore(table)
        && !entry.rulesVersions().contains(version)) {
      notices.add(
          Kind.ALTERED,
          at,
          "column _rules_version contains a version that, according to the ledger, was not used in"
              + " this range");
    }
  }
}
