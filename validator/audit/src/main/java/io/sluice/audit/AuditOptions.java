package io.sluice.audit;

import io.sluice.audit.report.Coverage.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much an audit looks at.
 *
 * @param values whether each row is compared with its record, column by column
 * @param since only records with this Kafka timestamp or a later one, or null for all
 * @param until only records with an earlier Kafka timestamp, or null for all
 * @param tables only topics that feed these tables; empty for all
 * @param accepted reasons for which something may be left unverified
 * @param maxTime after which nothing more is begun, or null for no limit
 * @param resume the file that keeps what was verified, to continue there; null for none
 */
public record AuditOptions(
    boolean values,
    @Nullable Instant since,
    @Nullable Instant until,
    Set<String> tables,
    Set<Reason> accepted,
    @Nullable Duration maxTime,
    @Nullable Path resume) {

  public static final AuditOptions EVERYTHING =
      new AuditOptions(true, null, null, Set.of(), Set.of(), null, null);
}
