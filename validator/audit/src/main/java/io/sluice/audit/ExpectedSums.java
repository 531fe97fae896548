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
 * Takes away from the sums of the tables what their rows must hold by the records of one partition:
 * nothing is left where all is as it should be.
 */
final class ExpectedSums {

  private final SourceTopic topic;
  private final PartitionPlaces places;
  private final PartitionTables tables;
  private final RecordReader reader;
  private final Findings findings;
  private final boolean isFramed;
  private final RowsFound[] found;

  /** Of each table, what hashes records for it; null where its values are not compared. */
  private final @Nullable RecordHash[] hashes;

  /**
   * @param hashes by table
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
   * Takes away what rows of a record must hold.
   *
   * @return whether the record is compared: here, or by {@link ValueRecheck}, which looks at it
   *     since the sums now differ and knows by which version of a contract a row was made
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
      // where more or none match, a contract of an earlier version may have taken it
      return true;
    } catch (NoSchemaException e) {
      places.addWithoutSchema(record.offset());
      return false;
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      return true;
    }
  }

  /** A record that no contract takes now is only in tables of contracts of earlier versions. */
  private boolean isOfFormer(Coordinates at) {
    if (tables.todaysWith(at.offset()) == 0) {
      return true;
    }
    findings.add(Kind.STRAY, at, tables.where(at.offset()), "no contract takes the record");
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
