package io.sluice.audit.lake;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * A table as it was when the audit began.
 *
 * @param table null where there is none that can be read
 * @param state why
 * @param createdAt when Sluice created it; the beginning of time where the table does not say
 */
public record AuditedTable(
    String name, @Nullable Table table, State state, TableMarks marks, Instant createdAt) {

  /** The table that a catalog gives. */
  AuditedTable(String name, @Nullable Table table, State state, TableMarks marks) {
    this(name, table, state, marks, createdAt(table));
  }

  /** Whether there is a table. */
  public enum State {
    READABLE,
    ABSENT,
    DENIED,
    DAMAGED
  }

  /** The table's UUID, or null where there is none. */
  public @Nullable String id() {
    return table == null ? null : table.uuid().toString();
  }

  private static Instant createdAt(@Nullable Table table) {
    String text = table == null ? null : table.properties().get("sluice.created-at");
    try {
      return text == null ? Instant.MIN : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.MIN;
    }
  }
}
