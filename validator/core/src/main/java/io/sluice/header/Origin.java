package io.sluice.header;

import io.sluice.raw.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record that died first and that a replayed record is a copy of. It is read from headers,
 * which are trusted only on topics that Sluice itself writes.
 *
 * @param attempt the number of the replay, from 1
 * @param timestamp the Kafka timestamp of the first record in milliseconds since the epoch
 * @param firstFailedAt milliseconds since the epoch
 * @param plan the digest of the plan that sent it, or null
 */
public record Origin(
    String topic,
    int partition,
    long offset,
    int attempt,
    long timestamp,
    long firstFailedAt,
    @Nullable String plan) {

  /** Reads the headers of a record from a replay topic; null if they do not contain an origin. */
  public static @Nullable Origin of(RawRecord raw) {
    String topic = raw.headerText(Headers.ORIGIN_TOPIC);
    long partition = number(raw, Headers.ORIGIN_PARTITION);
    long offset = number(raw, Headers.ORIGIN_OFFSET);
    if (topic == null || partition < 0 || partition > Integer.MAX_VALUE || offset < 0) {
      return null;
    }
    return new Origin(
        topic,
        (int) partition,
        offset,
        (int) Math.max(1, number(raw, Headers.ATTEMPT)),
        number(raw, Headers.ORIGIN_TIMESTAMP),
        number(raw, Headers.FIRST_FAILED_AT),
        raw.headerText(Headers.REPLAY_PLAN));
  }

  private static long number(RawRecord raw, String header) {
    String text = raw.headerText(header);
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }
}
