package io.sluice.audit;

import io.sluice.audit.value.NoSchemaException;
import io.sluice.audit.value.RecordReader;
import io.sluice.contract.Contract;
import java.io.IOException;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The contracts of one partition's records, and whether a record must be accounted for. */
final class PartitionContracts {

  private final List<Contract> contracts;
  private final PartitionPlaces places;
  private final RecordReader reader;
  private final boolean isFramed;
  private final boolean needsValue;

  /** Whether the last record that could not be decoded lacked its schema. */
  private boolean isWithoutSchema;

  PartitionContracts(SourceTopic topic, PartitionPlaces places, RecordReader reader) {
    this.contracts = topic.contracts();
    this.places = places;
    this.reader = reader;
    this.isFramed = topic.isDeclared() && RecordReader.isFramed(contracts);
    this.needsValue = topic.isDeclared() && ContractMatcher.needsValue(contracts);
  }

  /** The contracts that match a record; null if the record cannot be decoded. */
  @Nullable List<Contract> of(ConsumerRecord<byte[], byte[]> record) {
    List<Contract> candidates = ContractMatcher.byHeaders(contracts, record);
    if (!isFramed && candidates.isEmpty() && record.value().length > 0) {
      return candidates;
    }
    if (!needsValue) {
      return candidates;
    }
    try {
      Contract first = candidates.isEmpty() ? contracts.get(0) : candidates.get(0);
      return ContractMatcher.byValue(candidates, reader.open(record, first, isFramed));
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      // a record that cannot be decoded is never dropped
      isWithoutSchema = e instanceof NoSchemaException;
      return null;
    }
  }

  /** Whether the last record with unknown contracts lacked its schema. */
  boolean isWithoutSchema() {
    return isWithoutSchema;
  }

  /** Whether a record that no contract matches is dropped. */
  boolean mayDrop() {
    return contracts.stream().allMatch(one -> one.source().unmatched() == Contract.Unmatched.DROP);
  }

  /**
   * Whether a record must be accounted for.
   *
   * @param matching the contracts that match it, or null if they are not known
   */
  boolean isRequired(@Nullable List<Contract> matching, long offset) {
    if (matching != null && matching.size() == 1) {
      Limit limit = places.limits().get(matching.get(0).table().name());
      return limit != null && limit.requires(offset);
    }
    // a record that no table takes dies as soon as the partition is read for any table
    return places.limits().values().stream().anyMatch(limit -> limit.requires(offset));
  }
}
