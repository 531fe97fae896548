package io.sluice.job.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.deadletter.DeadLetter;
import io.sluice.header.Headers;
import io.sluice.raw.RawHeader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.DefaultRecord;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Splits a dead letter that is too large for its topic into pieces, which go to one partition.
 *
 * <p>Each piece has the key and headers of the letter, and a part of its value. If key and headers
 * alone take more than half of the available space, the letter is packed first: the values of the
 * pieces are then parts of the whole letter in Kafka's record format.
 *
 * @see <a href="https://kafka.apache.org/documentation/#record">Kafka's record format</a>
 */
public final class LetterPieces {

  /** The smallest {@code max.message.bytes} that leaves space for a piece of every letter. */
  public static final int LEAST_BYTES = 1_024;

  /** A number with more digits than the number of any piece. */
  private static final String LONGEST_NUMBER = "9999999999";

  private static final int LONGEST_VARINT = 5;

  private LetterPieces() {}

  /**
   * The records that carry a letter: one, or its pieces.
   *
   * @param mostBytes the topic's {@code max.message.bytes}, at least {@link #LEAST_BYTES}
   * @param partitions number of partitions of the topic; called only if there are pieces
   */
  public static List<ProducerRecord<byte[], byte[]>> of(
      DeadLetter letter, int mostBytes, IntSupplier partitions) {
    Header[] headers = kafka(letter.headers());
    int room = mostBytes - margin(mostBytes);
    if (size(letter.key(), letter.value(), headers) <= room) {
      return List.of(record(letter, null, letter.key(), letter.value(), List.of(headers)));
    }
    byte[] value = letter.value();
    Form whole = new Form(letter.key(), letter.headers());
    if (value != null && whole.room(room) >= mostBytes / 2) {
      return cut(letter, whole, value, whole.room(room), partitions);
    }
    Form packed = new Form(null, packedHeaders(letter));
    return cut(letter, packed, pack(letter, headers), packed.room(room), partitions);
  }

  /** The bytes that compression may add to incompressible data. */
  private static int margin(int bytes) {
    return 64 + (bytes >> 8);
  }

  /** The common part of all pieces of a letter. */
  private record Form(byte @Nullable [] key, List<RawHeader> headers) {

    /** The number of content bytes that fit into a piece, for the given record size. */
    int room(int bytes) {
      Header[] longest = kafka(numbered(LONGEST_NUMBER, LONGEST_NUMBER, "00000000"));
      return bytes - size(key, new byte[0], longest) - LONGEST_VARINT;
    }

    List<RawHeader> numbered(String piece, String pieces, String set) {
      List<RawHeader> all = new ArrayList<>(headers);
      all.add(RawHeader.text(Headers.PIECE, piece));
      all.add(RawHeader.text(Headers.PIECES, pieces));
      all.add(RawHeader.text(Headers.PIECE_SET, set));
      return all;
    }
  }

  private static List<ProducerRecord<byte[], byte[]>> cut(
      DeadLetter letter, Form form, byte[] content, int room, IntSupplier partitions) {
    byte[] key = letter.key();
    int partition =
        BuiltInPartitioner.partitionForKey(
            key == null ? id(letter).getBytes(UTF_8) : key, partitions.getAsInt());
    String set = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    int pieces = (content.length + room - 1) / room;
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(pieces);
    for (int i = 0; i < pieces; i++) {
      int from = i * room;
      byte[] part = new byte[Math.min(room, content.length - from)];
      System.arraycopy(content, from, part, 0, part.length);
      Header[] headers =
          kafka(form.numbered(Integer.toString(i + 1), Integer.toString(pieces), set));
      records.add(record(letter, partition, form.key(), part, List.of(headers)));
    }
    return records;
  }

  private static List<RawHeader> packedHeaders(DeadLetter letter) {
    return List.of(
        RawHeader.text(Headers.FORMAT, Headers.VERSION),
        RawHeader.text(Headers.ID, id(letter)),
        RawHeader.text(Headers.PACKED, "1"));
  }

  private static String id(DeadLetter letter) {
    for (int i = letter.headers().size() - 1; i >= 0; i--) {
      RawHeader header = letter.headers().get(i);
      byte[] value = header.value();
      if (header.name().equals(Headers.ID) && value != null) {
        return new String(value, UTF_8);
      }
    }
    throw new IllegalArgumentException("a dead letter without an ID");
  }

  private static byte[] pack(DeadLetter letter, Header[] headers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      int unused =
          DefaultRecord.writeTo(
              new DataOutputStream(bytes),
              0,
              0,
              buffer(letter.key()),
              buffer(letter.value()),
              headers);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null is legal
  private static ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static Header[] kafka(List<RawHeader> headers) {
    Header[] all = new Header[headers.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new RecordHeader(headers.get(i).name(), headers.get(i).value());
    }
    return all;
  }

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null keys and values are legal
  private static int size(byte @Nullable [] key, byte @Nullable [] value, Header[] headers) {
    return AbstractRecords.estimateSizeInBytesUpperBound(
        RecordBatch.CURRENT_MAGIC_VALUE, CompressionType.NONE, key, value, headers);
  }

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null keys and values are legal
  private static ProducerRecord<byte[], byte[]> record(
      DeadLetter letter,
      @Nullable Integer partition,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Header> headers) {
    return new ProducerRecord<>(letter.topic(), partition, letter.timestamp(), key, value, headers);
  }
}
