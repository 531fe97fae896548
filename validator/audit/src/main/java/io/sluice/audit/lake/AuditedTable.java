package io.sluice.audit.lake;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * The state of a table when the audit began.
 *
 * @param table null if it does not exist or cannot be read
 * @param state whether it exists and can be read
 * @param createdAt when Sluice created it; {@link Instant#MIN} if the table does not record it
 */
public record AuditedTable(
    String name, @Nullable Table table, State state, TableMarks marks, Instant createdAt) {

  /** A table from a catalog. */
  AuditedTable(String name, @Nullable Table table, State state, TableMarks marks) {
    this(name, table, state, marks, createdAt(table));
  }

  /** Whether the table exists and can be read. */
  public enum State {
    READABLE,
    ABSENT,
    DENIED,
    DAMAGED
  }

  /** The table's UUID, or null if there is none. */
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
