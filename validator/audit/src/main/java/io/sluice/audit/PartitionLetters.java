package io.sluice.audit;

import io.sluice.audit.kafka.Letters.Letter;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.offset.Coordinates;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The dead letters of one partition, and the state of their topics. */
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

  /** Whether this user does not have permission to read some of them. */
  boolean isDenied() {
    return source.isDenied();
  }

  /** Removes and returns the letter of a record, or null. */
  @Nullable Letter take(long offset) {
    return places.letters().take(offset);
  }

  /** Visits the offsets of the letters that were not taken. */
  void forEachLeft(LongConsumer action) {
    places.letters().left().forEach(action::accept);
  }

  /** The names of their topics. */
  String where() {
    return source.name();
  }

  /** Checks that a letter carries its record. */
  void requireSame(ConsumerRecord<byte[], byte[]> record, Coordinates at, Letter letter) {
    if (!letter.isOf(record, topic.isReplay())) {
      findings.add(
          Kind.ALTERED,
          at,
          source.name(),
          "the dead letter does not contain the record byte for byte");
    }
  }

  /**
   * Whether the letter of a record may have expired by now.
   *
   * @param entry the ledger entry, some of whose dead records were not found
   */
  boolean isExpired(ConsumerRecord<byte[], byte[]> record, LedgerRange entry) {
    return record.timestamp() >= 0
        && source.isExpired(
            history.deadLetterTopicsOf(entry, topic.judgedAs()), record.timestamp());
  }
}
