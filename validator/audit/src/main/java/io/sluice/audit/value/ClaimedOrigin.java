package io.sluice.audit.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The origin in the headers of a replayed record; trusted only on replay topics. */
record ClaimedOrigin(String topic, int partition, long offset, int attempt) {

  /** The origin, or null if the headers do not have one. */
  static @Nullable ClaimedOrigin of(ConsumerRecord<byte[], byte[]> record) {
    String topic = text(record, "sluice.origin.topic");
    long partition = number(record, "sluice.origin.partition");
    long offset = number(record, "sluice.origin.offset");
    return topic == null || partition < 0 || partition > Integer.MAX_VALUE || offset < 0
        ? null
        : new ClaimedOrigin(
            topic, (int) partition, offset, (int) Math.max(1, number(record, "sluice.attempt")));
  }

  static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }

  private static long number(ConsumerRecord<byte[], byte[]> record, String name) {
    String text = text(record, name);
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }
}
