package io.sluice.audit;

import io.sluice.audit.Finding.Kind;
import io.sluice.audit.Letters.Letter;
import io.sluice.contract.Contract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Verifies one topic, record after record, against the places that were found before. */
final class TopicAudit {

  private final String topic;
  private final List<Contract> contracts;
  private final Map<Integer, PartitionPlaces> partitions;
  private final SourceValues values;
  private final @Nullable ValueCheck check;
  private final Findings findings;
  private final Map<Integer, Long> required;
  private long source;
  private long rows;
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
      verifyRow(record, at, tables, places.isDoubled(record.offset()));
      voided += letter == null ? 0 : 1;
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
      ConsumerRecord<byte[], byte[]> record, Coordinates at, List<String> tables, boolean twice)
      throws IOException {
    rows++;
    if (twice || tables.size() > 1) {
      findings.add(Kind.DOUBLED, at, String.join(", ", tables), "the record is there again");
    }
    if (check != null) {
      check.add(record, tables);
    }
  }

  private void verifyLetter(ConsumerRecord<byte[], byte[]> record, Coordinates at, Letter letter) {
    dead++;
    copies += letter.copies() - 1;
    if (!letter.isOf(record)) {
      findings.add(
          Kind.ALTERED,
          at,
          deadLetterTopic(contracts, topic),
          "the dead letter is not the record byte for byte");
    }
  }

  static String deadLetterTopic(List<Contract> contracts, String topic) {
    return contracts.get(0).deadLetterTopic().replace("{topic}", topic);
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
    return new AuditReport.Counts(source, rows, dead, dropped, copies, voided, compared, ledgered);
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
