package io.sluice.raw;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record in memory, for tools and tests without Kafka. */
public record InMemoryRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<RawHeader> headers)
    implements RawRecord {

  @Override
  public byte @Nullable [] header(String name) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (headers.get(i).name().equals(name)) {
        return headers.get(i).value();
      }
    }
    return null;
  }
}
