package io.sluice.audit.value;

import io.sluice.contract.Contract;
import java.io.IOException;
import java.time.DateTimeException;
import org.apache.iceberg.Table;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The expected hash of a row, computed from its record. Not thread-safe. */
public final class RecordHash {

  private final ExpectedHash data;
  private final AuditHash audit;
  private final RecordReader reader;
  private @Nullable String contractName;
  private long contractHash;

  public RecordHash(Table table, RecordReader reader) {
    this.data = new ExpectedHash(table.schema().asStruct(), FieldColumns.of(table));
    this.audit = new AuditHash(table.schema());
    this.reader = reader;
  }

  /**
   * Hashes a record; returns a value that no row has if the hash cannot be determined.
   *
   * @param isReplay whether to trust the headers of a replay
   * @throws IOException if the record cannot be decoded
   */
  public long of(
      ConsumerRecord<byte[], byte[]> record, Payload value, Contract contract, boolean isReplay)
      throws IOException {
    if (!contract.name().equals(contractName)) {
      contractName = contract.name();
      contractHash = Hash.text(contractName);
    }
    try {
      long sum = data.ofValue(value) + key(record, contract);
      sum +=
          audit.of(
              record,
              contractHash,
              value.schema().labelHash(),
              isReplay,
              contract.table().traceId());
      return Hash.row(record.offset(), sum);
    } catch (ArithmeticException
        | ClassCastException
        | DateTimeException
        | NumberFormatException e) {
      // no column of this type can hold the value; the comparison reports the difference
      return Hash.row(record.offset(), Hash.NULL);
    }
  }

  private long key(ConsumerRecord<byte[], byte[]> record, Contract contract) throws IOException {
    String column = contract.key().column();
    if (column == null || record.key() == null) {
      return 0;
    }
    Payload key = reader.openKey(record, contract);
    return data.ofKey(
        column, key, key == null ? RecordReader.plainKey(record.key(), contract) : null);
  }
}
