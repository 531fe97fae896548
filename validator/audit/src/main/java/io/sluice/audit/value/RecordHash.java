package io.sluice.audit.value;

import io.sluice.contract.Contract;
import java.io.IOException;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What {@link RowHash} must give for the row of a record in one table. For one thread. */
public final class RecordHash {

  private final ExpectedHash data;
  private final Map<String, Long> columns;
  private final RecordReader reader;

  public RecordHash(Schema table, RecordReader reader) {
    this.data = new ExpectedHash(table.asStruct());
    this.columns = RowHash.columns(table);
    this.reader = reader;
  }

  /**
   * Hashes a record; gives a value that no row has where it cannot tell.
   *
   * @param isReplay whether the headers of a replay are to be believed
   */
  public long of(
      ConsumerRecord<byte[], byte[]> record, Decoded value, Contract contract, boolean isReplay)
      throws IOException {
    String keyColumn = contract.key().column();
    Decoded key =
        keyColumn == null || record.key() == null ? null : reader.decodeKey(record, contract);
    try {
      long sum = data.of(value, keyColumn, key);
      sum += AuditValues.hash(record, contract.name(), value.label(), isReplay, columns);
      return RowHash.bound(record.offset(), sum + trace(record, contract));
    } catch (ArithmeticException | ClassCastException e) {
      // a value that no column of this type can hold; the comparison says what is wrong
      return RowHash.bound(record.offset(), Hash.NULL);
    }
  }

  private long trace(ConsumerRecord<byte[], byte[]> record, Contract contract) {
    Long column = columns.get(TraceIds.COLUMN);
    @Nullable String id = column != null && contract.table().traceId() ? TraceIds.of(record) : null;
    return column == null || id == null ? 0 : Hash.at(column, Hash.text(id));
  }
}
