package io.sluice.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** The spans that a reader has not read to their ends yet, and how far it is. */
final class OpenSpans {

  private final Map<TopicPartition, OffsetSpan> open = new HashMap<>();

  /** In floating point, since spans without an end add up to more than a long. */
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

  /** By partition, the spans that are not read to their ends. */
  Map<TopicPartition, OffsetSpan> left() {
    return open;
  }

  /** How much was passed, from 0 to 1. */
  double done() {
    return all == 0 ? 1 : passed / all;
  }

  /** Leaves out the records that are past the ends of their spans. */
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

  /** How many records of a batch come before the end of their span. */
  private int within(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> batch) {
    OffsetSpan span = open.get(partition);
    int count = span == null ? 0 : batch.size();
    while (count > 0 && span != null && batch.get(count - 1).offset() >= span.to()) {
      count--;
    }
    return count;
  }

  /**
   * Notes how far the reader is. The last offsets of a span may have no record, so only the
   * reader's position says that it is read to its end.
   *
   * @param position of the reader in a partition
   * @return the partitions that are read to the ends of their spans now
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
