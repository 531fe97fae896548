package io.sluice.audit;

import io.sluice.audit.Finding.Kind;
import io.sluice.audit.Letters.Letter;
import io.sluice.contract.Contract;
import io.sluice.offset.Coordinates;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Verifies one topic, record after record, against the places that were found before. */
final class TopicAudit {

  private static final String REPLAY = ".replay";

  private final String topic;
  private final List<Contract> contracts;
  private final Map<Integer, PartitionPlaces> partitions;
  private final SourceValues values;
  private final @Nullable ValueCheck check;
  private final Findings findings;
  private final Map<Integer, Long> required;
  private long source;
  private long rows;
  private long repaired;
  private long dead;
  private long dropped;
  private long copies;
  private long voided;

  /**
   * @param check null where values are not compared
   * @param required by partition, the offset from which on every record must have a place; none
   *     where that is not known
   */
  TopicAudit(
      String topic,
      List<Contract> contracts,
      Map<Integer, PartitionPlaces> partitions,
      SourceValues values,
      @Nullable ValueCheck check,
      Findings findings,
      Map<Integer, Long> required) {
    this.topic = topic;
    this.contracts = contracts;
    this.partitions = partitions;
    this.values = values;
    this.check = check;
    this.findings = findings;
    this.required = required;
  }

  /** The tables that rows of a topic may be in. */
  static Set<String> tables(List<Contract> contracts) {
    Set<String> tables = new TreeSet<>();
    contracts.forEach(contract -> tables.add(contract.table().name()));
    return tables;
  }

  /** Looks for the places of a source record. */
  void verify(ConsumerRecord<byte[], byte[]> record) throws IOException {
    PartitionPlaces places = partitions.get(record.partition());
    if (places == null || !places.range().contains(record.offset())) {
      return;
    }
    source++;
    Coordinates at = new Coordinates(topic, record.partition(), record.offset());
    List<String> tables = places.tablesOf(record.offset());
    Letter letter = places.letters().take(record.offset());
    if (!tables.isEmpty()) {
      verifyRow(record, at, tables, places);
      voided += letter == null ? 0 : 1;
    } else if (places.isRepaired(record.offset())) {
      verifyRepaired(record, at, letter, places);
    } else if (letter != null) {
      verifyLetter(record, at, letter);
    } else if (Matching.mayBeDropped(record, contracts, values)) {
      dropped++;
    } else if (record.offset() >= required.getOrDefault(record.partition(), Long.MAX_VALUE)) {
      findings.add(Kind.MISSING, at, topic, "neither a row nor a dead letter");
    }
    places.rows().values().forEach(offsets -> offsets.remove(record.offset()));
  }

  private void verifyRow(
      ConsumerRecord<byte[], byte[]> record,
      Coordinates at,
      List<String> tables,
      PartitionPlaces places)
      throws IOException {
    rows++;
    String where = String.join(", ", tables);
    if (places.isDoubled(record.offset()) || tables.size() > 1) {
      findings.add(Kind.DOUBLED, at, where, "the record is there again");
    }
    if (places.isRepaired(record.offset())) {
      findings.add(Kind.DOUBLED, at, where, "the record is there, and its replay too");
    }
    if (check != null) {
      check.add(record, tables);
    }
  }

  private void verifyRepaired(
      ConsumerRecord<byte[], byte[]> record,
      Coordinates at,
      @Nullable Letter letter,
      PartitionPlaces places) {
    repaired++;
    if (places.isRepairedTwice(record.offset())) {
      findings.add(Kind.DOUBLED, at, topic, "more than one replay of the record is in the tables");
    }
    if (letter != null) {
      copies += letter.copies() - 1;
      requireSame(record, at, letter);
    }
  }

  private void verifyLetter(ConsumerRecord<byte[], byte[]> record, Coordinates at, Letter letter) {
    dead++;
    copies += letter.copies() - 1;
    requireSame(record, at, letter);
  }

  private void requireSame(ConsumerRecord<byte[], byte[]> record, Coordinates at, Letter letter) {
    if (!letter.isOf(record, origin(topic) != null)) {
      findings.add(
          Kind.ALTERED,
          at,
          deadLetterTopic(contracts, topic),
          "the dead letter is not the record byte for byte");
    }
  }

  static String deadLetterTopic(List<Contract> contracts, String topic) {
    String origin = origin(topic);
    String source = origin == null ? topic : origin;
    return contracts.get(0).deadLetterTopic().replace("{topic}", source);
  }

  /** The topic whose records a replay topic repeats, by its name; null for other topics. */
  static @Nullable String origin(String topic) {
    return topic.endsWith(REPLAY) ? topic.substring(0, topic.length() - REPLAY.length()) : null;
  }

  /**
   * Ends the audit of the topic: what is left has no record in the source.
   *
   * @param gapless whether the source has all its records; a compacted topic has not
   * @param ledgered what was verified with the ledger instead
   */
  AuditReport.Counts finish(boolean gapless, long ledgered) throws IOException {
    if (check != null) {
      check.flush();
    }
    if (gapless) {
      partitions.forEach(this::stray);
    }
    long compared = check == null ? 0 : check.compared();
    return new AuditReport.Counts(
        source, rows, repaired, dead, dropped, copies, voided, compared, ledgered);
  }

  private void stray(int partition, PartitionPlaces places) {
    places
        .rows()
        .forEach((table, offsets) -> offsets.forEach(offset -> stray(partition, offset, table)));
    String letters = deadLetterTopic(contracts, topic);
    places.letters().left().forEach(offset -> stray(partition, offset, letters));
  }

  private void stray(int partition, long offset, String where) {
    PartitionPlaces places = partitions.get(partition);
    if (places != null && places.range().contains(offset)) {
      Coordinates at = new Coordinates(topic, partition, offset);
      findings.add(Kind.STRAY, at, where, "the source topic has no such record");
    }
  }
}
