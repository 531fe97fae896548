package io.sluice.audit;

import io.sluice.audit.value.NoSchemaException;
import io.sluice.audit.value.RecordReader;
import io.sluice.contract.Contract;
import java.io.IOException;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The contracts that the records of one partition are under, and what they ask of them. */
final class PartitionContracts {

  private final List<Contract> contracts;
  private final PartitionPlaces places;
  private final RecordReader reader;
  private final boolean isFramed;
  private final boolean needsValue;

  /** Whether the record that was not decoded last lacked its schema. */
  private boolean isWithoutSchema;

  PartitionContracts(SourceTopic topic, PartitionPlaces places, RecordReader reader) {
    this.contracts = topic.contracts();
    this.places = places;
    this.reader = reader;
    this.isFramed = topic.isDeclared() && RecordReader.isFramed(contracts);
    this.needsValue = topic.isDeclared() && ContractMatcher.needsValue(contracts);
  }

  /** The contracts that the record is under; null where it cannot be decoded, so not known. */
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
      // what cannot be decoded is never dropped
      isWithoutSchema = e instanceof NoSchemaException;
      return null;
    }
  }

  /** Whether it was its schema that the record lacked whose contracts were not known last. */
  boolean isWithoutSchema() {
    return isWithoutSchema;
  }

  /** Whether a record that no contract takes is dropped. */
  boolean mayDrop() {
    return contracts.stream().allMatch(one -> one.source().unmatched() == Contract.Unmatched.DROP);
  }

  /**
   * Whether a record must have its place.
   *
   * @param matching the contracts that it is under, or null where they are not known
   */
  boolean isRequired(@Nullable List<Contract> matching, long offset) {
    if (matching != null && matching.size() == 1) {
      Limit limit = places.limits().get(matching.get(0).table().name());
      return limit != null && limit.requires(offset);
    }
    // what no table takes died as soon as the partition was read for any
    return places.limits().values().stream().anyMatch(limit -> limit.requires(offset));
  }
}
