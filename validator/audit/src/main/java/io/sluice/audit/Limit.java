package io.sluice.audit;

import io.sluice.audit.report.Coverage.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The range of a partition's records that must be accounted for, for one table.
 *
 * @param first the first offset, or -1 if it is not known
 * @param to the end of the range, exclusive
 * @param reason why the range is unknown, or null if it is known
 * @param detail the reason as text, or an empty text
 */
record Limit(long first, long to, @Nullable Reason reason, String detail) {

  static Limit none(Reason reason, String detail) {
    return new Limit(-1, 0, reason, detail);
  }

  /** Whether the record at an offset must be accounted for. */
  boolean requires(long offset) {
    return reason == null && offset >= first && offset < to;
  }
}
