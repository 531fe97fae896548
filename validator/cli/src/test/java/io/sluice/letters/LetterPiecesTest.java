package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deadletter.DeadLetter;
import io.sluice.header.Headers;
import io.sluice.job.deadletter.LetterPieces;
import io.sluice.pieces.LetterJoiner;
import io.sluice.raw.RawHeader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Letters that are cut into pieces fit into their topic, and joined again they are the same. */
class LetterPiecesTest {

  private static final int PARTITIONS = 3;

  @Property(tries = 300)
  void piecesFitAndJoin(
      @ForAll @IntRange(min = LetterPieces.LEAST_BYTES, max = 20_000) int limit,
      @ForAll @IntRange(min = -1, max = 30_000) int key,
      @ForAll @IntRange(min = -1, max = 60_000) int value,
      @ForAll @IntRange(min = 0, max = 20) int headers,
      @ForAll @IntRange(min = 1, max = 249) int topic,
      @ForAll long seed) {
    Random random = new Random(seed);
    DeadLetter letter = letter(random, key, value, headers, topic);
    List<ProducerRecord<byte[], byte[]>> pieces = LetterPieces.of(letter, limit, () -> PARTITIONS);
    assertThat(pieces)
        .allSatisfy(piece -> assertThat(compressed(piece)).isLessThanOrEqualTo(limit));
    // other letters, copies, and another order come between them
    List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>(pieces);
    sent.addAll(pieces.subList(0, random.nextInt(pieces.size())));
    List<ProducerRecord<byte[], byte[]>> again = LetterPieces.of(letter, limit, () -> PARTITIONS);
    sent.addAll(again.subList(0, again.size() - 1));
    Collections.shuffle(sent, random);
    LetterJoiner joiner = new LetterJoiner();
    List<ConsumerRecord<byte[], byte[]>> joined = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      ConsumerRecord<byte[], byte[]> one = joiner.add(received(sent.get(i), i));
      if (one != null) {
        joined.add(one);
      }
    }
    assertThat(joined).isNotEmpty();
    ConsumerRecord<byte[], byte[]> one = joined.get(0);
    assertThat(one.key()).isEqualTo(letter.key());
    assertThat(one.value()).isEqualTo(letter.value());
    assertThat(one.headers().toArray())
        .extracting(header -> header.key() + "=" + text(header.value()))
        .isEqualTo(
            letter.headers().stream()
                .map(header -> header.name() + "=" + text(header.value()))
                .toList());
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : java.util.HexFormat.of().formatHex(bytes);
  }

  private static DeadLetter letter(
      Random random, int key, int value, int headers, int topicLength) {
    List<RawHeader> all = new ArrayList<>();
    for (int i = 0; i < headers; i++) {
      all.add(new RawHeader("h" + i, i % 5 == 4 ? null : bytes(random, random.nextInt(500))));
    }
    all.add(RawHeader.text(Headers.FORMAT, Headers.VERSION));
    all.add(
        RawHeader.text(
            Headers.ID, "t".repeat(topicLength) + "/" + Integer.MAX_VALUE + "/" + Long.MAX_VALUE));
    return new DeadLetter("t.dlq", 1, bytes(random, key), bytes(random, value), all);
  }

  private static byte @Nullable [] bytes(Random random, int length) {
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What the broker compares with the topic's limit: a batch as it arrives. */
  private static int compressed(ProducerRecord<byte[], byte[]> piece) {
    return MemoryRecords.withRecords(
            Compression.zstd().build(),
            new SimpleRecord(
                piece.timestamp(), piece.key(), piece.value(), piece.headers().toArray()))
        .sizeInBytes();
  }

  private static ConsumerRecord<byte[], byte[]> received(
      ProducerRecord<byte[], byte[]> piece, long offset) {
    return new ConsumerRecord<>(
        piece.topic(),
        piece.partition() == null ? 0 : piece.partition(),
        offset,
        piece.timestamp(),
        TimestampType.CREATE_TIME,
        -1,
        -1,
        piece.key(),
        piece.value(),
        piece.headers(),
        Optional.empty());
  }
}
