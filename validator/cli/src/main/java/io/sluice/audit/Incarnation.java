package io.sluice.audit;

import java.nio.charset.StandardCharsets;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The topic that is in Kafka now, told from topics of the same name that were deleted before it.
 *
 * @param id Kafka's id of the topic (KIP-516)
 */
record Incarnation(String topic, String id) {

  static final String COLUMN = "_kafka_topic_id";

  private static final String HEADER = "sluice.topic.id";

  /** Whether a table tells incarnations apart. */
  static boolean isToldBy(Table table) {
    return table.schema().findField(COLUMN) != null;
  }

  /** The topic id of a row; null where the table or the row does not tell. */
  static @Nullable String of(Record row) {
    return row.struct().field(COLUMN) == null ? null : (String) row.getField(COLUMN);
  }

  /** Whether a row may be of this topic. */
  boolean mayHave(Record row) {
    String told = of(row);
    return told == null || told.equals(id);
  }

  /** Whether a dead letter may be of this topic. */
  boolean mayHave(ConsumerRecord<byte[], byte[]> letter) {
    Header header = letter.headers().lastHeader(HEADER);
    return header == null
        || header.value() == null
        || id.equals(new String(header.value(), StandardCharsets.UTF_8));
  }
}
