package io.sluice.audit;

import io.sluice.audit.kafka.Letters.Letter;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.offset.Coordinates;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The dead letters of one partition, and what is known of the topics that they are in. */
final class PartitionLetters {

  private final SourceTopic topic;
  private final PartitionPlaces places;
  private final DeadLetters.Source source;
  private final History history;
  private final Findings findings;

  PartitionLetters(
      SourceTopic topic,
      PartitionPlaces places,
      DeadLetters.Source source,
      History history,
      Findings findings) {
    this.topic = topic;
    this.places = places;
    this.source = source;
    this.history = history;
    this.findings = findings;
  }

  /** Whether this user may not read all of them. */
  boolean isDenied() {
    return source.isDenied();
  }

  /** The letter of a record, or null; what is taken is not left. */
  @Nullable Letter take(long offset) {
    return places.letters().take(offset);
  }

  /** Goes through the offsets of letters that were not taken. */
  void forEachLeft(LongConsumer action) {
    places.letters().left().forEach(action::accept);
  }

  /** The names of their topics. */
  String where() {
    return source.name();
  }

  /** A letter carries its record. */
  void requireSame(ConsumerRecord<byte[], byte[]> record, Coordinates at, Letter letter) {
    if (!letter.isOf(record, topic.isReplay())) {
      findings.add(
          Kind.ALTERED,
          at,
          source.name(),
          "the dead letter does not carry the record, byte for byte");
    }
  }

  /**
   * Whether the letter of a record may have expired by now.
   *
   * @param entry of the ledger that counted dead records of which not all were found
   */
  boolean isExpired(ConsumerRecord<byte[], byte[]> record, LedgerRange entry) {
    return record.timestamp() >= 0
        && source.isExpired(
            history.deadLetterTopicsOf(entry, topic.judgedAs()), record.timestamp());
  }
}
