package io.sluice.audit;

import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.value.NoSchemaException;
import io.sluice.audit.value.Payload;
import io.sluice.audit.value.RecordHash;
import io.sluice.audit.value.RecordReader;
import io.sluice.contract.Contract;
import io.sluice.offset.Coordinates;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Subtracts the expected hashes of one partition's records from the sums of the tables. A sum of 0
 * means that the rows contain the expected data.
 */
final class ExpectedSums {

  private final SourceTopic topic;
  private final PartitionPlaces places;
  private final PartitionTables tables;
  private final RecordReader reader;
  private final Findings findings;
  private final boolean isFramed;
  private final RowsFound[] found;

  /** The record hash of each table; null if its values are not compared. */
  private final @Nullable RecordHash[] hashes;

  /**
   * Prepares the sums of a partition.
   *
   * @param hashes the record hashes, by table
   */
  ExpectedSums(
      SourceTopic topic,
      PartitionPlaces places,
      PartitionTables tables,
      RecordReader reader,
      Map<String, RecordHash> hashes,
      Findings findings) {
    this.topic = topic;
    this.places = places;
    this.tables = tables;
    this.reader = reader;
    this.findings = findings;
    this.isFramed = RecordReader.isFramed(topic.contracts());
    this.found = places.tables().values().toArray(RowsFound[]::new);
    String[] names = places.tables().keySet().toArray(String[]::new);
    this.hashes = new RecordHash[names.length];
    for (int i = 0; i < names.length; i++) {
      this.hashes[i] = hashes.get(names[i]);
    }
  }

  /**
   * Subtracts the expected hash of a record.
   *
   * @return whether the record is compared, here or later by {@link ValueRecheck}, which checks all
   *     pages whose sums differ and knows the contract version of each row
   */
  boolean subtract(ConsumerRecord<byte[], byte[]> record, Coordinates at) {
    try {
      List<Contract> candidates = ContractMatcher.byHeaders(topic.contracts(), record);
      if (candidates.isEmpty()) {
        return isOfFormer(at);
      }
      Payload value = reader.open(record, candidates.get(0), isFramed);
      List<Contract> matching = ContractMatcher.byValue(candidates, value);
      if (matching.size() == 1) {
        Contract contract = matching.get(0);
        boolean isOpen = isFramed || contract.name().equals(candidates.get(0).name());
        subtract(record, isOpen ? value : reader.open(record, contract, false), contract);
      }
      // if none or several match, an earlier version of a contract may have taken the record
      return true;
    } catch (NoSchemaException e) {
      places.addWithoutSchema(record.offset());
      return false;
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      return true;
    }
  }

  /**
   * Whether a record that no contract matches now is only in tables of earlier contract versions.
   */
  private boolean isOfFormer(Coordinates at) {
    if (tables.todaysWith(at.offset()) == 0) {
      return true;
    }
    findings.add(
        Kind.STRAY,
        at,
        tables.where(at.offset()),
        "the record is stored, but no contract matches it");
    return false;
  }

  private void subtract(ConsumerRecord<byte[], byte[]> record, Payload value, Contract contract)
      throws IOException {
    long offset = record.offset();
    for (int i = 0; i < found.length; i++) {
      RecordHash hash = hashes[i];
      if (hash != null && found[i].rows().contains(offset)) {
        found[i].addHash(offset, -hash.of(record, value, contract, topic.isReplay()));
      }
    }
  }
}
