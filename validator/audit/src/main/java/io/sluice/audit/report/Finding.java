package io.sluice.audit.report;

import io.sluice.offset.Coordinates;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not add up.
 *
 * @param at the record, or the first of several that follow each other; null where the finding is
 *     about a table
 * @param last the last of them
 * @param where the table or topic
 */
public record Finding(
    Kind kind, @Nullable Coordinates at, @Nullable Coordinates last, String where, String message) {

  /** What can be wrong. */
  public enum Kind {
    /** A record below the limit has no place. */
    MISSING,
    /** A record is in tables more than once. */
    DOUBLED,
    /** A row or dead letter of a record that no source has. */
    STRAY,
    /** A row or dead letter whose content is not the record's, or cannot be true. */
    ALTERED,
    /**
     * A table's marks do not agree with its rows, its snapshots, or its topics, or what it says of
     * its columns cannot be read.
     */
    MARKS,
    /** The ledger counted something else than what is there, or lacks a range. */
    LEDGER,
    /** What is remembered of where reading started does not agree with tables and topics. */
    STARTS,
    /** The consumer group shows settled offsets that nothing confirms. */
    SETTLED,
    /** A file that a table needs is lost or damaged. */
    MISSING_FILE,
    /** A table that had rows does not exist. */
    MISSING_TABLE,
    /** A table lacks an audit column. */
    MISSING_COLUMN
  }

  /** Whether another one says the same of the next offset. */
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

  /** The record, or first to last. */
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
