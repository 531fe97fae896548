package io.sluice.job.gate;

import io.sluice.raw.RawHeader;
import io.sluice.raw.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A Kafka record as the core sees it. Headers are read only on request. */
record KafkaRecord(ConsumerRecord<byte[], byte[]> record, String topicId, long readAt)
    implements RawRecord {

  @Override
  public String topic() {
    return record.topic();
  }

  @Override
  public int partition() {
    return record.partition();
  }

  @Override
  public long offset() {
    return record.offset();
  }

  @Override
  public long timestamp() {
    return record.timestamp();
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; keys may be null
  public byte @Nullable [] key() {
    return record.key();
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null is a tombstone
  public byte @Nullable [] value() {
    return record.value();
  }

  @Override
  public List<RawHeader> headers() {
    List<RawHeader> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new RawHeader(header.key(), header.value()));
    }
    return headers;
  }

  @Override
  public byte @Nullable [] header(String name) {
    // most records have none, and looking for the last one is expensive
    if (!record.headers().iterator().hasNext()) {
      return null;
    }
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
