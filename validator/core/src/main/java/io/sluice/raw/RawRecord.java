package io.sluice.raw;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Kafka record, byte for byte: what every stage starts from and what a dead letter keeps. */
public interface RawRecord {

  String topic();

  /** Kafka's id of the topic (KIP-516), or null where the record is not read from Kafka. */
  default @Nullable String topicId() {
    return null;
  }

  int partition();

  long offset();

  /** Milliseconds since the epoch, or -1 where the record has none. */
  long timestamp();

  /**
   * When it was read, milliseconds since the epoch; 0 where nobody has to know. A schema may be
   * registered after its first record is produced, but hardly after that record is read.
   */
  default long readAt() {
    return 0;
  }

  byte @Nullable [] key();

  /** Null for a tombstone. */
  byte @Nullable [] value();

  /** All headers in their order; a name may occur more than once. */
  List<RawHeader> headers();

  /**
   * The bytes of the last header of that name, or null where there is none or its value is null.
   */
  byte @Nullable [] header(String name);

  /** The last header of that name as UTF-8 text, or null. */
  default @Nullable String headerText(String name) {
    byte[] value = header(name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
