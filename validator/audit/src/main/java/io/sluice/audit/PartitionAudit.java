package io.sluice.audit;

import io.sluice.audit.LedgerTally.Fate;
import io.sluice.audit.kafka.Letters.Letter;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.value.RecordHash;
import io.sluice.audit.value.RecordReader;
import io.sluice.contract.Contract;
import io.sluice.kafka.OffsetSpan;
import io.sluice.offset.Coordinates;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Verifies one partition record by record against the places that were found before. */
final class PartitionAudit {

  private final SourceTopic topic;
  private final PartitionPlaces places;
  private final PartitionTables tables;
  private final PartitionContracts contracts;
  private final PartitionLetters letters;
  private final LedgerTally tally;
  private final Findings findings;
  private final TopicCounts counts = new TopicCounts();

  /** The sums of expected values; null if values are not compared. */
  private final @Nullable ExpectedSums sums;

  private long unjudged;

  /**
   * Prepares the audit of a partition.
   *
   * @param hashes the record hashes by table; empty if values are not compared
   */
  PartitionAudit(
      SourceTopic topic,
      PartitionPlaces places,
      RecordReader reader,
      Map<String, RecordHash> hashes,
      PartitionLetters letters,
      LedgerTally tally,
      Findings findings) {
    this.topic = topic;
    this.places = places;
    this.tables = new PartitionTables(topic, places);
    this.contracts = new PartitionContracts(topic, places, reader);
    this.sums =
        hashes.isEmpty() ? null : new ExpectedSums(topic, places, tables, reader, hashes, findings);
    this.letters = letters;
    this.tally = tally;
    this.findings = findings;
  }

  /** Checks the place of a source record in the verified range. */
  void verify(ConsumerRecord<byte[], byte[]> record) {
    long offset = record.offset();
    Fate fate = fate(record, new Coordinates(topic.name(), places.partition(), offset));
    if (fate != null) {
      counts.source++;
      tally.count(offset, fate);
    }
    tables.remove(offset);
  }

  private @Nullable Fate fate(ConsumerRecord<byte[], byte[]> record, Coordinates at) {
    long offset = record.offset();
    Letter letter = letters.take(offset);
    int rows = tables.todaysWith(offset);
    if (rows > 0 || isOnlyInFormer(record)) {
      return ofRow(record, at, rows, letter);
    }
    if (places.isRepaired(offset)) {
      return ofRepaired(record, at, letter);
    }
    if (letter != null) {
      counts.dead++;
      counts.copies += letter.copies() - 1;
      letters.requireSame(record, at, letter);
      return Fate.DEAD;
    }
    if (places.isPerhapsThere(offset)) {
      counts.rows++;
      return Fate.UNCLEAR;
    }
    return topic.isDeclared() ? ofNowhere(record, at) : null;
  }

  /**
   * Whether the record is in a table that only earlier contract versions list. False if the current
   * table must have the record too.
   */
  private boolean isOnlyInFormer(ConsumerRecord<byte[], byte[]> record) {
    if (!tables.isInFormer(record.offset())) {
      return false;
    }
    List<Contract> matching = record.value() == null ? null : contracts.of(record);
    return matching == null
        || matching.size() != 1
        || !contracts.isRequired(matching, record.offset());
  }

  private Fate ofRow(
      ConsumerRecord<byte[], byte[]> record, Coordinates at, int rows, @Nullable Letter letter) {
    long offset = record.offset();
    counts.rows++;
    boolean isDoubled = tables.isTwiceInOne(offset) || rows > 1;
    if (isDoubled) {
      findings.add(Kind.DOUBLED, at, tables.where(offset), "the record is stored more than once");
    }
    if (places.isRepaired(offset)) {
      findings.add(
          Kind.DOUBLED, at, tables.where(offset), "both the record and its replay are stored");
    }
    if (letter != null) {
      counts.voided++;
      letters.requireSame(record, at, letter);
    }
    if (record.value() == null) {
      findings.add(
          Kind.STRAY,
          at,
          tables.where(offset),
          "the record has no value, so it must not have a row");
    } else if (sums != null && sums.subtract(record, at)) {
      counts.compared++;
    }
    return isDoubled
        ? Fate.UNCLEAR
        : tables.isWarned(offset) ? Fate.STORED_WITH_WARNINGS : Fate.STORED;
  }

  private Fate ofRepaired(
      ConsumerRecord<byte[], byte[]> record, Coordinates at, @Nullable Letter letter) {
    counts.repaired++;
    if (places.isRepairedTwice(record.offset())) {
      findings.add(Kind.DOUBLED, at, topic.name(), "more than one replay of the record is stored");
    }
    if (letter != null) {
      counts.copies += letter.copies() - 1;
      letters.requireSame(record, at, letter);
    }
    return Fate.DEAD;
  }

  /** Handles a record that is not in any place. */
  private @Nullable Fate ofNowhere(ConsumerRecord<byte[], byte[]> record, Coordinates at) {
    if (record.value() == null) {
      counts.dropped++;
      return Fate.TOMBSTONE;
    }
    List<Contract> matching = contracts.of(record);
    boolean mayDrop = contracts.mayDrop();
    if (matching != null && matching.isEmpty() && mayDrop) {
      counts.dropped++;
      return Fate.UNMATCHED;
    }
    if (!contracts.isRequired(matching, record.offset())) {
      return ofBefore(record.offset());
    }
    if (matching == null && mayDrop && contracts.isWithoutSchema()) {
      places.addWithoutSchema(record.offset());
      return Fate.UNCLEAR;
    }
    return ofMissing(record, at);
  }

  /**
   * Handles a record that does not have to be accounted for; the pipeline may still have read it.
   */
  private @Nullable Fate ofBefore(long offset) {
    if (!tally.hasUnmatched(offset)) {
      return null;
    }
    // a contract that takes it now did not exist then
    counts.dropped++;
    return Fate.UNMATCHED;
  }

  /** Handles a record that must be accounted for; its letter may be unreadable or expired. */
  private Fate ofMissing(ConsumerRecord<byte[], byte[]> record, Coordinates at) {
    if (letters.isDenied()) {
      unjudged++;
      return Fate.UNCLEAR;
    }
    LedgerRange entry = tally.withDead(record.offset());
    if (entry != null && letters.isExpired(record, entry)) {
      counts.expired++;
      return Fate.DEAD;
    }
    findings.add(Kind.MISSING, at, topic.name(), "the record has neither a row nor a dead letter");
    return Fate.UNCLEAR;
  }

  /** Notes that Kafka deleted records before they were verified. */
  void lose(OffsetSpan span) {
    tally.lose(span.from(), span.to());
    for (long offset = span.from(); offset < span.to(); offset++) {
      tables.remove(offset);
      Letter unused = letters.take(offset);
    }
  }

  /** Ends the partition; the remaining rows and letters have no record in the source. */
  void finish() {
    tally.finish();
    if (topic.isCompacted()) {
      return;
    }
    places.tables().forEach((table, rows) -> rows.rows().forEach(offset -> stray(offset, table)));
    letters.forEachLeft(offset -> stray(offset, letters.where()));
  }

  private void stray(long offset, String where) {
    if (places.range().contains(offset)) {
      findings.add(
          Kind.STRAY,
          new Coordinates(topic.name(), places.partition(), offset),
          where,
          "the source topic has no such record");
    }
  }

  TopicCounts counts() {
    return counts;
  }

  /** The number of records that may or may not be dead letters. */
  long unjudged() {
    return unjudged;
  }
}
