package io.sluice.audit;

import org.jspecify.annotations.Nullable;

/**
 * Something that does not add up.
 *
 * @param at the record, or null where the finding is about a table
 * @param where the table or topic
 */
public record Finding(Kind kind, @Nullable Coordinates at, String where, String message) {

  /** What can be wrong. */
  public enum Kind {
    /** A record below the settled offset has no place. */
    MISSING,
    /** A record is in tables more than once. */
    DOUBLED,
    /** A row or dead letter of a record that the source does not have. */
    STRAY,
    /** A row or dead letter whose content is not the source's. */
    ALTERED,
    /** A table's marks do not agree with its rows or with the settled offsets. */
    MARKS
  }

  @Override
  public String toString() {
    return kind + " " + (at == null ? where : at + " in " + where) + ": " + message;
  }
}
