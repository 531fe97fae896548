package io.sluice.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** The spans that a reader has not finished, and its progress. */
final class OpenSpans {

  private final Map<TopicPartition, OffsetSpan> open = new HashMap<>();

  /** A double, because spans without an end add up to more than a long can hold. */
  private double all;

  private double finished;
  private double passed;

  OpenSpans(String topic, Map<Integer, OffsetSpan> spans) {
    spans.forEach(
        (partition, span) -> {
          if (span.length() > 0) {
            open.put(new TopicPartition(topic, partition), span);
            all += span.length();
          }
        });
  }

  /** The unfinished spans, by partition. */
  Map<TopicPartition, OffsetSpan> left() {
    return open;
  }

  /** The share that was read, from 0 to 1. */
  double done() {
    return all == 0 ? 1 : passed / all;
  }

  /** Removes records past the end of their span. */
  ConsumerRecords<byte[], byte[]> within(ConsumerRecords<byte[], byte[]> records) {
    boolean isWithin = true;
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
      isWithin &= within(partition, batch) == batch.size();
    }
    if (isWithin) {
      return records;
    }
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> within = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
      int count = within(partition, batch);
      if (count > 0) {
        within.put(partition, batch.subList(0, count));
      }
    }
    return new ConsumerRecords<>(within, Map.of());
  }

  /** The number of records of a batch before the end of their span. */
  private int within(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> batch) {
    OffsetSpan span = open.get(partition);
    int count = span == null ? 0 : batch.size();
    while (count > 0 && span != null && batch.get(count - 1).offset() >= span.to()) {
      count--;
    }
    return count;
  }

  /**
   * Updates the progress. The last offsets of a span may have no record, so only the reader's
   * position shows that it is finished.
   *
   * @param position of the reader in a partition
   * @return the partitions whose spans are finished now
   */
  List<TopicPartition> advance(ToLongFunction<TopicPartition> position) {
    List<TopicPartition> done = new ArrayList<>();
    double begun = 0;
    for (Map.Entry<TopicPartition, OffsetSpan> one : open.entrySet()) {
      OffsetSpan span = one.getValue();
      long at = position.applyAsLong(one.getKey());
      if (at >= span.to()) {
        done.add(one.getKey());
        finished += span.length();
      } else {
        begun += at - span.from();
      }
    }
    open.keySet().removeAll(done);
    passed = finished + begun;
    return done;
  }
}
