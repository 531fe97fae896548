package io.sluice.audit;

import io.sluice.audit.LedgerTally.Fate;
import io.sluice.audit.kafka.KafkaReader.Span;
import io.sluice.audit.kafka.Letters.Letter;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.value.NoSchemaException;
import io.sluice.audit.value.Payload;
import io.sluice.audit.value.RecordHash;
import io.sluice.audit.value.RecordReader;
import io.sluice.contract.Contract;
import io.sluice.offset.Coordinates;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Verifies one partition, record after record, against the places that were found before. */
final class PartitionAudit {

  private final SourceTopic topic;
  private final PartitionPlaces places;
  private final DeadLetters.Source letterbox;
  private final RecordReader reader;
  private final LedgerTally tally;
  private final History history;
  private final String judgedAs;
  private final Findings findings;
  private final TopicCounts counts = new TopicCounts();
  private final boolean isFramed;
  private final boolean needsValue;
  private final boolean hasValues;

  /** The tables that have rows of the partition, and what they have. */
  private final String[] tables;

  private final RowsFound[] found;

  /** Of each, whether no contract names it today. */
  private final boolean[] isFormer;

  /** Of each, what hashes records for it; null where values are not compared. */
  private final @Nullable RecordHash[] hashes;

  private long unjudged;

  /** Whether the record that was not decoded last lacked its schema. */
  private boolean isWithoutSchema;

  /**
   * @param hashes by table; empty where values are not compared
   */
  PartitionAudit(
      SourceTopic topic,
      PartitionPlaces places,
      DeadLetters.Source letterbox,
      RecordReader reader,
      Map<String, RecordHash> hashes,
      LedgerTally tally,
      History history,
      Findings findings) {
    this.topic = topic;
    this.places = places;
    this.letterbox = letterbox;
    this.reader = reader;
    this.tally = tally;
    this.history = history;
    this.judgedAs = topic.judgedAs();
    this.findings = findings;
    this.isFramed = topic.isDeclared() && RecordReader.isFramed(topic.contracts());
    this.hasValues = !hashes.isEmpty();
    this.found = places.tables().values().toArray(RowsFound[]::new);
    this.tables = places.tables().keySet().toArray(String[]::new);
    this.isFormer = new boolean[tables.length];
    this.hashes = new RecordHash[tables.length];
    for (int i = 0; i < tables.length; i++) {
      this.hashes[i] = hashes.get(tables[i]);
      isFormer[i] = topic.isDeclared() && !places.limits().containsKey(tables[i]);
    }
    this.needsValue = topic.isDeclared() && ContractMatcher.needsValue(topic.contracts());
  }

  /** Looks for the place of a source record. */
  void verify(ConsumerRecord<byte[], byte[]> record) {
    long offset = record.offset();
    if (!places.range().contains(offset)) {
      return;
    }
    Fate fate = fate(record, new Coordinates(topic.name(), places.partition(), offset));
    if (fate != null) {
      counts.source++;
      tally.count(offset, fate);
    }
    for (RowsFound rows : found) {
      boolean unused = rows.rows().remove(offset);
    }
  }

  private @Nullable Fate fate(ConsumerRecord<byte[], byte[]> record, Coordinates at) {
    long offset = record.offset();
    Letter letter = places.letters().take(offset);
    int rows = todaysTablesWith(offset);
    if (rows > 0 || isInFormer(record)) {
      return ofRow(record, at, rows, letter);
    }
    if (places.isRepaired(offset)) {
      return ofRepaired(record, at, letter);
    }
    if (letter != null) {
      counts.dead++;
      counts.copies += letter.copies() - 1;
      requireSame(record, at, letter);
      return Fate.DEAD;
    }
    if (places.isPerhapsThere(offset)) {
      counts.rows++;
      return Fate.UNCLEAR;
    }
    return topic.isDeclared() ? ofNowhere(record, at) : null;
  }

  /** Whether one table has a record more than once. */
  private boolean isTwiceInOne(long offset) {
    for (RowsFound rows : found) {
      if (rows.twice().contains(offset)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a row of a record has warnings. */
  private boolean isWarned(long offset) {
    for (RowsFound rows : found) {
      if (rows.warned().contains(offset)) {
        return true;
      }
    }
    return false;
  }

  /** In how many tables that contracts name today a record is. */
  private int todaysTablesWith(long offset) {
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      count += !isFormer[i] && found[i].rows().contains(offset) ? 1 : 0;
    }
    return count;
  }

  /**
   * Whether a table that only earlier versions of contracts name is the record's place. It is not
   * where the table of today was filled from before the record.
   */
  private boolean isInFormer(ConsumerRecord<byte[], byte[]> record) {
    for (int i = 0; i < found.length; i++) {
      if (isFormer[i] && found[i].rows().contains(record.offset())) {
        List<Contract> matching = record.value() == null ? null : matching(record);
        return matching == null || matching.size() != 1 || !isRequired(matching, record.offset());
      }
    }
    return false;
  }

  /** The names of the tables that have a record. */
  private String where(long offset) {
    StringJoiner names = new StringJoiner(", ");
    for (int i = 0; i < found.length; i++) {
      if (found[i].rows().contains(offset)) {
        names.add(tables[i]);
      }
    }
    return names.toString();
  }

  private Fate ofRow(
      ConsumerRecord<byte[], byte[]> record, Coordinates at, int rows, @Nullable Letter letter) {
    long offset = record.offset();
    counts.rows++;
    boolean isDoubled = isTwiceInOne(offset) || rows > 1;
    if (isDoubled) {
      findings.add(Kind.DOUBLED, at, where(offset), "the record is stored more than once");
    }
    if (places.isRepaired(offset)) {
      findings.add(Kind.DOUBLED, at, where(offset), "the record is there, and its replay too");
    }
    if (letter != null) {
      counts.voided++;
      requireSame(record, at, letter);
    }
    if (record.value() == null) {
      findings.add(Kind.STRAY, at, where(offset), "the record has no value, so it has no row");
    } else if (hasValues && topic.isDeclared()) {
      subtract(record, at);
    }
    return isDoubled ? Fate.UNCLEAR : isWarned(offset) ? Fate.STORED_WITH_WARNINGS : Fate.STORED;
  }

  /** Takes away from the sums of the tables what their rows of the record must hold. */
  private void subtract(ConsumerRecord<byte[], byte[]> record, Coordinates at) {
    try {
      List<Contract> candidates = ContractMatcher.byHeaders(topic.contracts(), record);
      if (candidates.isEmpty() && todaysTablesWith(record.offset()) > 0) {
        findings.add(Kind.STRAY, at, where(record.offset()), "no contract takes the record");
        return;
      }
      if (candidates.isEmpty()) {
        // a contract of an earlier version has taken it; the comparison decides
        counts.compared++;
        return;
      }
      Payload value = reader.open(record, candidates.get(0), isFramed);
      List<Contract> matching = ContractMatcher.byValue(candidates, value);
      if (matching.size() != 1) {
        // a contract of an earlier version may have taken it; the comparison decides
        counts.compared++;
        return;
      }
      Contract contract = matching.get(0);
      Payload own =
          isFramed || contract.name().equals(candidates.get(0).name())
              ? value
              : reader.open(record, contract, false);
      for (int i = 0; i < found.length; i++) {
        RecordHash hash = hashes[i];
        if (hash != null && found[i].rows().contains(record.offset())) {
          found[i].addHash(record.offset(), -hash.of(record, own, contract, topic.isReplay()));
        }
      }
      counts.compared++;
    } catch (NoSchemaException e) {
      places.addWithoutSchema(record.offset());
    } catch (IOException | org.apache.avro.AvroRuntimeException | IndexOutOfBoundsException e) {
      // the sums of the page differ now, so the comparison decides: it knows the row's version
      counts.compared++;
    }
  }

  private Fate ofRepaired(
      ConsumerRecord<byte[], byte[]> record, Coordinates at, @Nullable Letter letter) {
    counts.repaired++;
    if (places.isRepairedTwice(record.offset())) {
      findings.add(
          Kind.DOUBLED, at, topic.name(), "more than one replay of the record is in the tables");
    }
    if (letter != null) {
      counts.copies += letter.copies() - 1;
      requireSame(record, at, letter);
    }
    return Fate.DEAD;
  }

  private void requireSame(ConsumerRecord<byte[], byte[]> record, Coordinates at, Letter letter) {
    if (!letter.isOf(record, topic.isReplay())) {
      findings.add(
          Kind.ALTERED,
          at,
          letterbox.name(),
          "the dead letter does not carry the record, byte for byte");
    }
  }

  /** A record without any place. */
  private @Nullable Fate ofNowhere(ConsumerRecord<byte[], byte[]> record, Coordinates at) {
    if (record.value() == null) {
      counts.dropped++;
      return Fate.TOMBSTONE;
    }
    List<Contract> matching = matching(record);
    boolean mayDrop =
        topic.contracts().stream()
            .allMatch(one -> one.source().unmatched() == Contract.Unmatched.DROP);
    if (matching != null && matching.isEmpty() && mayDrop) {
      counts.dropped++;
      return Fate.UNMATCHED;
    }
    if (!isRequired(matching, record.offset())) {
      if (tally.hasUnmatched(record.offset())) {
        // a contract that takes it by now had not been there
        counts.dropped++;
        return Fate.UNMATCHED;
      }
      return null;
    }
    if (matching == null && mayDrop && isWithoutSchema) {
      places.addWithoutSchema(record.offset());
      return Fate.UNCLEAR;
    }
    if (letterbox.isDenied()) {
      unjudged++;
      return Fate.UNCLEAR;
    }
    if (isExpired(record)) {
      counts.expired++;
      return Fate.DEAD;
    }
    findings.add(Kind.MISSING, at, topic.name(), "neither a row nor a dead letter");
    return Fate.UNCLEAR;
  }

  /** Whether the ledger counted a dead record whose letter may have expired by now. */
  private boolean isExpired(ConsumerRecord<byte[], byte[]> record) {
    LedgerRange entry = tally.withDead(record.offset());
    return entry != null
        && record.timestamp() >= 0
        && letterbox.isExpired(history.deadLetterTopicsOf(entry, judgedAs), record.timestamp());
  }

  /** The contracts that the record is under; null where it cannot be decoded, so not known. */
  private @Nullable List<Contract> matching(ConsumerRecord<byte[], byte[]> record) {
    List<Contract> candidates = ContractMatcher.byHeaders(topic.contracts(), record);
    if (!isFramed && candidates.isEmpty() && record.value().length > 0) {
      return candidates;
    }
    if (!needsValue) {
      return candidates;
    }
    try {
      Contract first = candidates.isEmpty() ? topic.contracts().get(0) : candidates.get(0);
      return ContractMatcher.byValue(candidates, reader.open(record, first, isFramed));
    } catch (IOException | org.apache.avro.AvroRuntimeException | IndexOutOfBoundsException e) {
      // what cannot be decoded is never dropped
      isWithoutSchema = e instanceof NoSchemaException;
      return null;
    }
  }

  private boolean isRequired(@Nullable List<Contract> matching, long offset) {
    if (matching != null && matching.size() == 1) {
      Limit limit = places.limits().get(matching.get(0).table().name());
      return limit != null && limit.requires(offset);
    }
    // what no table takes died as soon as the partition was read for any
    return places.limits().values().stream().anyMatch(limit -> limit.requires(offset));
  }

  /** Notes that Kafka has deleted records that were to be verified. */
  void lose(Span span) {
    tally.lose(span.from(), span.to());
    for (long offset = span.from(); offset < span.to(); offset++) {
      for (RowsFound rows : found) {
        boolean unused = rows.rows().remove(offset);
      }
      Letter unused = places.letters().take(offset);
    }
  }

  /** Ends the partition: what is left has no record in the source. */
  void finish() {
    tally.finish();
    if (topic.isCompacted()) {
      return;
    }
    places.tables().forEach((table, rows) -> rows.rows().forEach(offset -> stray(offset, table)));
    places.letters().left().forEach(offset -> stray(offset, letterbox.name()));
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

  /** Records of which it is not known whether they are dead letters. */
  long unjudged() {
    return unjudged;
  }
}
