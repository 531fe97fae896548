package io.sluice.raw;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record header.
 *
 * @param name the header's key; never null
 * @param value the header's bytes; can be null, which differs from empty
 */
public record RawHeader(String name, byte @Nullable [] value) {

  public static RawHeader text(String name, String value) {
    return new RawHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
