package io.sluice.audit;

import io.sluice.config.SluiceConfig;
import io.sluice.config.StartFrom;
import io.sluice.contract.Contract;
import io.sluice.letters.LetterJoiner;
import io.sluice.offset.Coordinates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Proves for one pipeline that every source record below the settled offsets has exactly one place,
 * and that what is there is what was sent. Of a record that has a place, a bit or two stay in
 * memory, so topics may be long.
 */
public final class AuditVerify {

  private final SluiceConfig config;
  private final List<Contract> contracts;
  private final AuditOptions options;
  private final Findings findings = new Findings();
  private final List<String> notes = new ArrayList<>();
  private final SourceValues values;

  public AuditVerify(SluiceConfig config, List<Contract> contracts, AuditOptions options) {
    this.config = config;
    this.contracts = contracts;
    this.options = options;
    this.values = new SourceValues(config.registry());
  }

  /** Runs the audit. */
  public AuditReport run() throws Exception {
    Map<String, AuditReport.Counts> counts = new LinkedHashMap<>();
    Catalog catalog =
        CatalogUtil.buildIcebergCatalog("sluice", config.lake().catalog(), new Configuration());
    try (SourceTopics kafka = new SourceTopics(config.kafka(), group())) {
      for (String topic : topics(kafka.settled())) {
        List<Contract> own = contractsOf(topic);
        if (own.isEmpty()) {
          continue;
        }
        if (kafka.exists(topic)) {
          counts.put(topic, verify(kafka, catalog, topic, own));
        } else {
          notes.add("topic " + topic + " is not there; nothing of it was verified");
        }
      }
    } finally {
      if (catalog instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
    return new AuditReport(counts, findings.all(), List.copyOf(notes));
  }

  private String group() {
    return "sluice-" + config.pipeline().name();
  }

  private Set<String> topics(Map<TopicPartition, OffsetAndMetadata> settled) {
    TreeSet<String> names = new TreeSet<>();
    settled.keySet().forEach(partition -> names.add(partition.topic()));
    contracts.forEach(contract -> names.addAll(contract.source().topics()));
    return names;
  }

  private List<Contract> contractsOf(String topic) {
    List<Contract> own = named(topic);
    String origin = TopicAudit.origin(topic);
    return own.isEmpty() && origin != null ? named(origin) : own;
  }

  private List<Contract> named(String topic) {
    return contracts.stream()
        .filter(
            contract ->
                contract.source().topics().contains(topic)
                    || (contract.source().topicPattern() != null
                        && Pattern.matches(contract.source().topicPattern(), topic)))
        .map(contract -> contract.at(topic))
        .toList();
  }

  private AuditReport.Counts verify(
      SourceTopics kafka, Catalog catalog, String topic, List<Contract> own) throws Exception {
    Map<Integer, PartitionPlaces> partitions = new TreeMap<>();
    kafka
        .ranges(topic, options)
        .forEach((partition, range) -> partitions.put(partition, new PartitionPlaces(range)));
    Incarnation incarnation = new Incarnation(topic, kafka.topicId(topic));
    Map<String, Table> tables = new HashMap<>();
    TableScan scan = new TableScan(incarnation, partitions, findings);
    for (String name : TopicAudit.tables(own)) {
      Table table = table(catalog, name);
      if (table != null) {
        tables.put(name, table);
        scan.read(name, table, () -> kafka.settled(topic));
      }
    }
    readLetters(kafka, incarnation, TopicAudit.deadLetterTopic(own, topic), partitions);
    ValueCheck check =
        options.values()
            ? new ValueCheck(incarnation, own, values, ValueCheck.Rows.of(tables), findings)
            : null;
    LedgerBook ledger =
        LedgerBook.of(table(catalog, config.ledgerTable()), topic, incarnation.id());
    long ledgered = options.since() == null ? belowLogStart(topic, partitions, ledger) : 0;
    Map<Integer, Long> required = required(topic, partitions.keySet(), ledger);
    TopicAudit audit = new TopicAudit(topic, own, partitions, values, check, findings, required);
    kafka.read(
        spans(topic, partitions),
        record -> {
          try {
            audit.verify(record);
          } catch (IOException e) {
            throw new UncheckedIOException("a table cannot be read", e);
          }
        });
    boolean compacted = kafka.isCompacted(topic);
    if (compacted) {
      notes.add("topic " + topic + " is compacted: rows of records that are gone are no findings");
    }
    return audit.finish(!compacted, ledgered);
  }

  private static @Nullable Table table(Catalog catalog, String name) {
    TableIdentifier identifier = TableIdentifier.parse(name);
    return catalog.tableExists(identifier) ? catalog.loadTable(identifier) : null;
  }

  private long belowLogStart(
      String topic, Map<Integer, PartitionPlaces> partitions, LedgerBook ledger) {
    long verified = 0;
    for (Map.Entry<Integer, PartitionPlaces> entry : partitions.entrySet()) {
      long beginning = entry.getValue().range().beginning();
      if (beginning > 0) {
        long ofPartition = ledger.verifyBelowLogStart(entry.getKey(), entry.getValue(), findings);
        verified += ofPartition;
        notes.add(
            topic
                + "/"
                + entry.getKey()
                + " begins at offset "
                + beginning
                + " in Kafka: below it, "
                + ofPartition
                + " records were verified with the ledger's counts, their values were not");
      }
    }
    return verified;
  }

  /** From where on every record must have a place: as configured, or since the ledger counts. */
  private Map<Integer, Long> required(String topic, Set<Integer> partitions, LedgerBook ledger) {
    Map<Integer, Long> required = new HashMap<>();
    boolean everything = config.pipeline().startFrom().kind() == StartFrom.Kind.EARLIEST;
    for (int partition : partitions) {
      Long begin = everything ? Long.valueOf(0) : ledger.begin(partition);
      if (begin != null) {
        required.put(partition, begin);
      } else {
        notes.add(
            topic
                + "/"
                + partition
                + ": startFrom is not earliest and the ledger has no entry yet, so it is not known"
                + " where reading began; records without a place are no findings");
      }
    }
    return required;
  }

  private static Map<TopicPartition, SourceTopics.Span> spans(
      String topic, Map<Integer, PartitionPlaces> partitions) {
    Map<TopicPartition, SourceTopics.Span> spans = new HashMap<>();
    partitions.forEach(
        (partition, places) ->
            spans.put(
                new TopicPartition(topic, partition),
                new SourceTopics.Span(places.range().from(), places.range().to())));
    return spans;
  }

  private void readLetters(
      SourceTopics kafka,
      Incarnation incarnation,
      String name,
      Map<Integer, PartitionPlaces> partitions)
      throws Exception {
    String topic = incarnation.topic();
    if (!kafka.exists(name)) {
      return;
    }
    List<Coordinates> beyond = new ArrayList<>();
    LetterJoiner joiner = new LetterJoiner();
    kafka.read(
        kafka.whole(name),
        record -> {
          ConsumerRecord<byte[], byte[]> letter = joiner.add(record);
          if (letter == null) {
            return;
          }
          Coordinates at = coordinates(letter);
          PartitionPlaces places =
              at == null || !at.topic().equals(topic) ? null : partitions.get(at.partition());
          if (at == null || places == null || !incarnation.mayHave(letter)) {
            return;
          }
          places.letters().add(at.offset(), letter);
          if (at.offset() >= places.range().end()) {
            beyond.add(at);
          }
        });
    if (joiner.incomplete() > 0) {
      notes.add(
          "topic "
              + name
              + " has "
              + joiner.incomplete()
              + " copies of letters with missing pieces; they count for nothing");
    }
    // a running pipeline may have written letters of records that came after the first look
    Map<TopicPartition, SourceTopics.Span> now = kafka.whole(topic);
    for (Coordinates at : beyond) {
      SourceTopics.Span span = now.get(new TopicPartition(topic, at.partition()));
      if (span == null || at.offset() >= span.to()) {
        findings.add(Finding.Kind.STRAY, at, name, "the source topic has no such record");
      }
    }
  }

  private static @Nullable Coordinates coordinates(ConsumerRecord<byte[], byte[]> letter) {
    var header = letter.headers().lastHeader("sluice.id");
    if (header == null || header.value() == null) {
      return null;
    }
    return Coordinates.parse(new String(header.value(), StandardCharsets.UTF_8));
  }
}
