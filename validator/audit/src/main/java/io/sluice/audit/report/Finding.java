package io.sluice.audit.report;

import io.sluice.offset.Coordinates;
import org.jspecify.annotations.Nullable;

/**
 * A finding of an audit.
 *
 * @param at the record, or the first of several consecutive records; null if the finding is about a
 *     table or topic
 * @param last the last of the records
 * @param where the table or topic
 */
public record Finding(
    Kind kind, @Nullable Coordinates at, @Nullable Coordinates last, String where, String message) {

  /** The kinds of findings. */
  public enum Kind {
    /** A record below the limit is not accounted for. */
    MISSING,
    /** A record is stored more than once. */
    DOUBLED,
    /** A row or dead letter does not belong to any source record. */
    STRAY,
    /** The content of a row or dead letter differs from the record, or cannot be true. */
    ALTERED,
    /**
     * A table's marks do not match its rows, its snapshots, or its topics, or its property for
     * columns is not valid.
     */
    MARKS,
    /** The ledger's counts differ from the stored records, or the ledger lacks a range. */
    LEDGER,
    /** A start record does not match the tables and topics. */
    STARTS,
    /** The consumer group shows settled offsets that no other source confirms. */
    SETTLED,
    /** A file that a table needs is lost or damaged. */
    MISSING_FILE,
    /** A table that had rows does not exist. */
    MISSING_TABLE,
    /** A table lacks an audit column. */
    MISSING_COLUMN
  }

  /** Whether another finding is the same for the next offset. */
  boolean isFollowedBy(Finding next) {
    return last != null
        && next.at != null
        && kind == next.kind
        && where.equals(next.where)
        && message.equals(next.message)
        && last.topic().equals(next.at.topic())
        && last.partition() == next.at.partition()
        && last.offset() + 1 == next.at.offset();
  }

  Finding upTo(Finding next) {
    return new Finding(kind, at, next.last, where, message);
  }

  /** The record, or the range of records. */
  public @Nullable String place() {
    if (at == null || last == null) {
      return null;
    }
    return at.equals(last) ? at.toString() : at + " to " + last.offset();
  }

  @Override
  public String toString() {
    return kind + " " + (at == null ? where : place() + " in " + where) + ": " + message;
  }
}
