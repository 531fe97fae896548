package io.sluice.audit.value;

import io.sluice.contract.Contract;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Compares a row with its record, column by column. */
public final class RowComparison {

  private final RecordReader reader;
  private final IdentityHashMap<Table, FieldColumns> columns = new IdentityHashMap<>();

  public RowComparison(RecordReader reader) {
    this.reader = reader;
  }

  /**
   * Compares a row with its record.
   *
   * @param table the row's table
   * @param contract the contract that defines how the record is read
   * @param judge the contract version that judged the row, for its rules version and key format
   * @param name the contract that the row must name
   * @param isReplay whether to trust the headers of a replay
   * @return the first column that differs, or null
   * @throws NoSchemaException if the schema that the row was judged by is no longer available
   * @throws IOException if the record cannot be decoded
   */
  public @Nullable String firstDifference(
      ConsumerRecord<byte[], byte[]> record,
      Record row,
      Table table,
      Contract contract,
      Contract judge,
      String name,
      boolean isFramed,
      boolean isReplay)
      throws IOException {
    Payload payload = reader.open(record, contract, isFramed);
    String label = payload.schema().label();
    if (!isFramed
        && label != null
        && !contract.rulesVersion().equals(text(row, "_rules_version"))
        && !label.equals(text(row, "_schema"))) {
      throw new NoSchemaException("the schema file used to judge the row is unknown");
    }
    DecodedValue value = payload.decode();
    String column =
        AuditValues.firstDifference(AuditValues.of(record, name, value.label(), isReplay), row);
    if (column == null && !TraceIds.isSame(record, row, contract)) {
      column = TraceIds.COLUMN;
    }
    return column == null
        ? RecordComparison.firstDifference(
            new RecordComparison.Value(value.value(), value.schema()),
            row,
            columns.computeIfAbsent(table, FieldColumns::of),
            key(record, judge))
        : column;
  }

  private static @Nullable String text(Record row, String column) {
    return row.struct().field(column) == null ? null : (String) row.getField(column);
  }

  private Map<String, RecordComparison.Value> key(
      ConsumerRecord<byte[], byte[]> record, Contract contract) throws IOException {
    String column = contract.key().column();
    if (column == null || record.key() == null) {
      return Map.of();
    }
    DecodedValue key = reader.decodeKey(record, contract);
    return Map.of(column, new RecordComparison.Value(key.value(), key.schema()));
  }
}
