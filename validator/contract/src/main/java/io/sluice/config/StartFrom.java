package io.sluice.config;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The position at which reading starts in a topic that no table has marks for.
 *
 * @param kind the kind of start position
 * @param millis for {@link Kind#TIMESTAMP}: milliseconds since the epoch
 */
public record StartFrom(Kind kind, long millis) implements Serializable {

  /** The three kinds of start position. */
  public enum Kind {
    EARLIEST,
    LATEST,
    TIMESTAMP
  }

  /** Reads {@code earliest}, {@code latest} or an ISO instant; null if it is none of these. */
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
