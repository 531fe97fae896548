package io.sluice.audit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one source partition. Each is kept as a digest of its original, so that many
 * fit into memory.
 */
public final class Letters {

  private static final String FIRST_OF_OURS = "sluice.format";
  private static final String TIMESTAMP = "sluice.timestamp";

  private final Map<Long, Letter> letters = new HashMap<>();

  /**
   * A dead letter.
   *
   * @param digest a digest of key, value, timestamp, and the original's headers
   * @param copies the number of copies
   * @param differ whether the copies differ
   */
  public record Letter(long digest, int copies, boolean differ) {

    private Letter with(long another) {
      return new Letter(digest, copies + 1, differ || another != digest);
    }

    /**
     * Whether it carries the record byte for byte.
     *
     * @param isReplayed whether the record is a replay, in which our headers are replaced
     */
    public boolean isOf(ConsumerRecord<byte[], byte[]> record, boolean isReplayed) {
      return !differ
          && digest
              == digestOf(record, originals(record, isReplayed), Long.toString(record.timestamp()));
    }
  }

  private static List<Header> originals(ConsumerRecord<byte[], byte[]> record, boolean isReplayed) {
    List<Header> headers = new ArrayList<>(List.of(record.headers().toArray()));
    if (isReplayed) {
      headers.removeIf(
          header ->
              header.key().startsWith("sluice.") || header.key().startsWith("__connect.errors."));
    }
    return headers;
  }

  /** Adds a copy of the letter of a record. */
  public void add(long offset, ConsumerRecord<byte[], byte[]> letter) {
    long digest = digest(letter);
    letters.merge(offset, new Letter(digest, 1, false), (known, same) -> known.with(digest));
  }

  /** Removes and returns the letter of a record, or null. */
  public @Nullable Letter take(long offset) {
    return letters.isEmpty() ? null : letters.remove(offset);
  }

  /** The offsets of letters that were not taken, in order. */
  public List<Long> left() {
    return letters.keySet().stream().sorted().toList();
  }

  /** The number of letters of records in a range; the end is exclusive. */
  public long count(long from, long to) {
    return letters.keySet().stream().filter(offset -> offset >= from && offset < to).count();
  }

  private static long digest(ConsumerRecord<byte[], byte[]> letter) {
    Header[] headers = letter.headers().toArray();
    int original = headers.length;
    for (int i = headers.length - 1; i >= 0; i--) {
      if (headers[i].key().equals(FIRST_OF_OURS)) {
        original = i;
        break;
      }
    }
    Header timestamp = letter.headers().lastHeader(TIMESTAMP);
    return digestOf(
        letter,
        List.of(headers).subList(0, original),
        timestamp == null || timestamp.value() == null ? "" : new String(timestamp.value(), UTF_8));
  }

  private static long digestOf(
      ConsumerRecord<byte[], byte[]> record, List<Header> headers, String timestamp) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      update(digest, timestamp.getBytes(UTF_8));
      update(digest, record.key());
      update(digest, record.value());
      for (Header header : headers) {
        update(digest, header.key().getBytes(UTF_8));
        update(digest, header.value());
      }
      return ByteBuffer.wrap(digest.digest()).getLong() | 1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, byte @Nullable [] bytes) {
    digest.update(ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).array());
    if (bytes != null) {
      digest.update(bytes);
    }
  }
}
