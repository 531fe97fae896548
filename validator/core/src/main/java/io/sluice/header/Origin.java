package io.sluice.header;

import io.sluice.raw.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record that died first, of which a replayed record is a repaired copy. Headers say so, and
 * are believed only on topics that Sluice itself writes.
 *
 * @param attempt how often it was replayed, from 1
 * @param timestamp Kafka's timestamp of the first record, milliseconds since the epoch
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

  /** Reads the headers of a record of a replay topic; null where they do not tell. */
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
