package io.sluice.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much an audit looks at.
 *
 * @param values whether each row is compared with its record, column by column
 * @param since only records with this Kafka timestamp or a later one, or null for all
 * @param until only records with an earlier Kafka timestamp, or null for all
 */
public record AuditOptions(boolean values, @Nullable Instant since, @Nullable Instant until) {

  public static final AuditOptions EVERYTHING = new AuditOptions(true, null, null);
}
