package io.sluice.job.source;

import io.sluice.job.SourcePartition;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;

/**
 * A source partition and where reading goes on.
 *
 * @param offset of the next record to read
 */
public record GateSplit(SourcePartition partition, long offset) implements SourceSplit {

  @Override
  public String splitId() {
    return KafkaPartitionSplit.toSplitId(topicPartition());
  }

  TopicPartition topicPartition() {
    return new TopicPartition(partition.topic(), partition.partition());
  }

  KafkaPartitionSplit toKafka() {
    return new KafkaPartitionSplit(topicPartition(), offset);
  }
}
