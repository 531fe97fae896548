package io.sluice.job.source;

import io.sluice.job.gate.FetchedPositions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Observes the positions of a Kafka consumer, which Flink's Kafka reader does not expose. Since
 * KIP-1094, a poll returns them, even without a record if only the position advanced.
 */
public final class PositionInterceptor implements ConsumerInterceptor<byte[], byte[]> {

  private static final String POSITIONS = "sluice.fetched.positions";

  private FetchedPositions positions = new FetchedPositions();

  /** Makes consumers with these properties record their positions. */
  static void install(Properties properties, FetchedPositions positions) {
    List<Object> interceptors = new ArrayList<>();
    Object configured = properties.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
    if (configured instanceof String names && !names.isBlank()) {
      interceptors.addAll(List.of(names.trim().split("\\s*,\\s*")));
    }
    interceptors.add(PositionInterceptor.class);
    properties.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, interceptors);
    properties.put(POSITIONS, positions);
  }

  @Override
  public void configure(Map<String, ?> properties) {
    if (properties.get(POSITIONS) instanceof FetchedPositions known) {
      positions = known;
    }
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    for (Map.Entry<TopicPartition, OffsetAndMetadata> next : records.nextOffsets().entrySet()) {
      List<ConsumerRecord<byte[], byte[]>> fetched = records.records(next.getKey());
      long end =
          fetched.isEmpty()
              ? FetchedPositions.NO_RECORDS
              : fetched.get(fetched.size() - 1).offset() + 1;
      positions.fetched(next.getKey(), end, next.getValue().offset());
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    // positions are stored in tables and checkpoints
  }

  @Override
  public void close() {
    // there is nothing to close
  }
}
