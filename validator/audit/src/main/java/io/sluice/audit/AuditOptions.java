package io.sluice.audit;

import io.sluice.audit.report.Coverage.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of an audit.
 *
 * @param values whether to compare each row with its record, column by column
 * @param since verify only records with this Kafka timestamp or later, or null for all
 * @param until verify only records with an earlier Kafka timestamp, or null for all
 * @param tables verify only topics that feed these tables; empty for all
 * @param accepted the accepted reasons to leave parts unverified
 * @param maxTime the time after which no more partitions are started, or null for no limit
 * @param resume the file with the partitions verified so far, to continue from, or null
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
