package io.sluice.audit;

import io.sluice.audit.report.Coverage.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a partition must have their place for one table.
 *
 * @param first from this offset on; -1 where that is not known
 * @param to up to this offset, exclusive
 * @param reason why nothing can be said; null where it can
 * @param detail the same for people, or an empty text
 */
record Limit(long first, long to, @Nullable Reason reason, String detail) {

  static Limit none(Reason reason, String detail) {
    return new Limit(-1, 0, reason, detail);
  }

  /** Whether a record of the table must have its place. */
  boolean requires(long offset) {
    return reason == null && offset >= first && offset < to;
  }
}
