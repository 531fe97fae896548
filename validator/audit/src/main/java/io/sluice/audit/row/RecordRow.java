package io.sluice.audit.row;

import io.sluice.audit.value.RowHash;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Takes the audit's data from records of Iceberg's own readers. Not thread-safe. */
final class RecordRow {

  private final AuditRow row = new AuditRow();
  private final List<Part> parts = new ArrayList<>();

  /**
   * Prepares the reading.
   *
   * @param columns the first columns of the records; more may follow
   * @param values whether to hash the rows
   */
  RecordRow(Schema columns, boolean values) {
    for (Types.NestedField column : columns.columns()) {
      parts.add(part(column.name(), values ? ColumnSlot.name(column.name()) : 0));
    }
  }

  /** Takes the value of one column, which is not null. */
  private interface Part {
    void take(AuditRow row, Object value);
  }

  private static Part part(String column, long name) {
    ColumnSlot.OfText text = ColumnSlot.ofText(column);
    ColumnSlot.OfNumber number = ColumnSlot.ofNumber(column);
    ColumnSlot.OfTexts texts = ColumnSlot.ofTexts(column);
    return (row, value) -> {
      if (name != 0) {
        row.add(name, RowHash.of(value));
      }
      if (text != null) {
        text.set(row, value.toString());
      } else if (number != null) {
        number.set(
            row,
            value instanceof OffsetDateTime time
                ? RowHash.micros(time)
                : ((Number) value).longValue());
      } else if (texts != null) {
        texts.set(row, ((List<?>) value).stream().map(String::valueOf).toList());
      }
    };
  }

  /** The audit's data of a record; one object is reused for all records. */
  AuditRow of(Record record) {
    row.clear();
    for (int i = 0; i < parts.size(); i++) {
      @Nullable Object value = record.get(i);
      if (value != null) {
        parts.get(i).take(row, value);
      }
    }
    return row;
  }
}
