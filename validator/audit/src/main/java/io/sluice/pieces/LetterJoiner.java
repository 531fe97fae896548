package io.sluice.pieces;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.DefaultRecord;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Joins the pieces of dead letters that were too large for their topic. All pieces of a letter are
 * in one partition, in any order, with other records between them, and possibly with copies. The
 * pieces of an unfinished set are dropped when too many other bytes have arrived since.
 */
public final class LetterJoiner {

  private static final String PIECE = "sluice.piece";
  private static final String PIECES = "sluice.pieces";
  private static final String SET = "sluice.piece.set";
  private static final String PACKED = "sluice.packed";
  private static final String ID = "sluice.id";
  private static final String FORMAT = "sluice.format";
  private static final java.util.Set<String> OF_PIECES = java.util.Set.of(PIECE, PIECES, SET);

  /** The maximum total size of all unfinished sets in bytes; the newest set is always kept. */
  private static final long MOST_BYTES = 256L << 20;

  private final Map<Key, Set> sets = new LinkedHashMap<>();
  private long bytes;
  private long givenUp;

  private record Key(int partition, String id, String set, int pieces) {}

  private static final class Set {
    private final byte[][] parts;
    private int missing;
    private long bytes;

    private Set(int pieces) {
      this.parts = new byte[pieces][];
      this.missing = pieces;
    }
  }

  /**
   * Adds a record of a dead-letter topic.
   *
   * @return the record itself if it is not a piece; the whole letter, at the place of its last
   *     piece, if the record completes it; otherwise null
   */
  public @Nullable ConsumerRecord<byte[], byte[]> add(ConsumerRecord<byte[], byte[]> record) {
    int piece = number(record, PIECE);
    int pieces = number(record, PIECES);
    byte[] value = record.value();
    if (piece < 1 || piece > pieces || value == null) {
      return record;
    }
    Key key = new Key(record.partition(), text(record, ID), text(record, SET), pieces);
    Set set = sets.computeIfAbsent(key, any -> new Set(pieces));
    if (set.parts[piece - 1] == null) {
      set.parts[piece - 1] = value;
      set.missing--;
      set.bytes += value.length;
      bytes += value.length;
    }
    if (set.missing > 0) {
      giveUpOldest();
      return null;
    }
    sets.remove(key);
    bytes -= set.bytes;
    return joined(record, set);
  }

  /** The number of letters with missing pieces so far; each copy counts. */
  public long incomplete() {
    return sets.size() + givenUp;
  }

  private void giveUpOldest() {
    Iterator<Set> oldest = sets.values().iterator();
    while (bytes > MOST_BYTES && sets.size() > 1) {
      bytes -= oldest.next().bytes;
      oldest.remove();
      givenUp++;
    }
  }

  private static ConsumerRecord<byte[], byte[]> joined(
      ConsumerRecord<byte[], byte[]> last, Set set) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : set.parts) {
      content.writeBytes(part);
    }
    if (!text(last, PACKED).isEmpty()) {
      return unpacked(last, content.toByteArray());
    }
    RecordHeaders headers = new RecordHeaders();
    Header[] all = last.headers().toArray();
    for (int i = 0; i < all.length; i++) {
      if (i < ours(last) || !OF_PIECES.contains(all[i].key())) {
        headers.add(all[i]);
      }
    }
    return at(last, last.key(), content.toByteArray(), headers);
  }

  private static ConsumerRecord<byte[], byte[]> unpacked(
      ConsumerRecord<byte[], byte[]> last, byte[] packed) {
    DefaultRecord record =
        DefaultRecord.readFrom(ByteBuffer.wrap(packed), 0, 0, RecordBatch.NO_SEQUENCE, null);
    return at(
        last, bytes(record.key()), bytes(record.value()), new RecordHeaders(record.headers()));
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null keys and values are legal
  private static ConsumerRecord<byte[], byte[]> at(
      ConsumerRecord<byte[], byte[]> last,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers) {
    return new ConsumerRecord<>(
        last.topic(),
        last.partition(),
        last.offset(),
        last.timestamp(),
        TimestampType.CREATE_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static int number(ConsumerRecord<byte[], byte[]> record, String name) {
    String text = text(record, name);
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** A header of ours as text; an original header before it may have the same name. */
  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header[] headers = record.headers().toArray();
    for (int i = headers.length - 1; i >= ours(record); i--) {
      if (headers[i].key().equals(name)) {
        byte[] value = headers[i].value();
        return value == null ? "" : new String(value, UTF_8);
      }
    }
    return "";
  }

  /** The index of our first header. */
  private static int ours(ConsumerRecord<byte[], byte[]> record) {
    Header[] headers = record.headers().toArray();
    int at = headers.length;
    for (int i = 0; i < headers.length; i++) {
      at = headers[i].key().equals(FORMAT) ? i : at;
    }
    return at;
  }
}
