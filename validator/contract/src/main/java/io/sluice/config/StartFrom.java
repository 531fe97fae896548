package io.sluice.config;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where reading starts on a topic that no table has marks of.
 *
 * @param kind which of the three
 * @param millis for {@link Kind#TIMESTAMP}: milliseconds since the epoch
 */
public record StartFrom(Kind kind, long millis) implements Serializable {

  /** The three ways to say it. */
  public enum Kind {
    EARLIEST,
    LATEST,
    TIMESTAMP
  }

  /** Reads {@code earliest}, {@code latest} or an ISO instant; null where it is none of them. */
  static @Nullable StartFrom parse(String text) {
    if (text.equals("earliest")) {
      return new StartFrom(Kind.EARLIEST, 0);
    }
    if (text.equals("latest")) {
      return new StartFrom(Kind.LATEST, 0);
    }
    try {
      return new StartFrom(Kind.TIMESTAMP, Instant.parse(text).toEpochMilli());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
