package io.sluice.job.split;

import io.sluice.job.start.TableStart;
import io.sluice.kafka.SourcePartition;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;

/**
 * A split: a source partition, the offset where reading continues, and the starts of its tables.
 *
 * @param offset of the next record to read
 * @param starts by table; missing for a table that was read before start records existed
 */
public record GateSplit(SourcePartition partition, long offset, Map<String, TableStart> starts)
    implements SourceSplit {

  @Override
  public String splitId() {
    return id(partition);
  }

  public static String id(SourcePartition partition) {
    return KafkaPartitionSplit.toSplitId(topicPartition(partition));
  }

  private static TopicPartition topicPartition(SourcePartition partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }

  public TopicPartition topicPartition() {
    return topicPartition(partition);
  }

  public GateSplit at(long next) {
    return new GateSplit(partition, next, starts);
  }

  public KafkaPartitionSplit toKafka() {
    return new KafkaPartitionSplit(topicPartition(), offset);
  }
}
