package io.sluice.raw;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Kafka record, byte for byte: the input of every stage, and the content of a dead letter. */
public interface RawRecord {

  String topic();

  /** Kafka's topic ID (KIP-516), or null if the record was not read from Kafka. */
  default @Nullable String topicId() {
    return null;
  }

  int partition();

  long offset();

  /** The Kafka timestamp in milliseconds since the epoch, or -1 if the record has none. */
  long timestamp();

  /**
   * The time when the record was read, in milliseconds since the epoch; 0 if it does not matter. A
   * schema can be registered after its first record is produced, but hardly after that record is
   * read.
   */
  default long readAt() {
    return 0;
  }

  byte @Nullable [] key();

  /** Null for a tombstone. */
  byte @Nullable [] value();

  /** All headers in order. A name can occur more than once. */
  List<RawHeader> headers();

  /**
   * The bytes of the last header with the given name, or null if there is none or its value is
   * null.
   */
  byte @Nullable [] header(String name);

  /** The last header with the given name as UTF-8 text, or null. */
  default @Nullable String headerText(String name) {
    byte[] value = header(name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
