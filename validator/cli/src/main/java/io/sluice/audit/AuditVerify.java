package io.sluice.audit;

import io.sluice.audit.Finding.Kind;
import io.sluice.config.SluiceConfig;
import io.sluice.config.StartFrom;
import io.sluice.contract.Contract;
import io.sluice.job.OutageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Proves for one pipeline that every source record below the settled offsets has exactly one place,
 * and that what is there is what was sent. Holds everything in memory.
 */
public final class AuditVerify {

  private final SluiceConfig config;
  private final List<Contract> contracts;
  private final List<Finding> findings = new ArrayList<>();
  private final SourceValues values;

  public AuditVerify(SluiceConfig config, List<Contract> contracts) {
    this.config = config;
    this.contracts = contracts;
    this.values = new SourceValues(config.registry().url());
  }

  /** Runs the audit. */
  public AuditReport run() throws Exception {
    Map<String, AuditReport.Counts> counts = new LinkedHashMap<>();
    Catalog catalog =
        CatalogUtil.buildIcebergCatalog("sluice", config.lake().catalog(), new Configuration());
    String group = "sluice-" + config.pipeline().name();
    try (SourceTopics kafka = new SourceTopics(config.kafka())) {
      Map<TopicPartition, OffsetAndMetadata> settled = kafka.settled(group);
      TableAudit tables = new TableAudit(catalog, findings, () -> kafka.settled(group));
      for (String name : topicNames(settled)) {
        TopicPlaces topic = read(kafka, name, settled);
        if (topic.contracts().isEmpty()) {
          continue;
        }
        tables.read(topic);
        readLetters(kafka, topic);
        counts.put(name, verify(topic));
      }
    } finally {
      if (catalog instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
    return new AuditReport(counts, List.copyOf(findings));
  }

  private Set<String> topicNames(Map<TopicPartition, OffsetAndMetadata> settled) {
    TreeSet<String> names = new TreeSet<>();
    settled.keySet().forEach(partition -> names.add(partition.topic()));
    contracts.forEach(contract -> names.addAll(contract.source().topics()));
    return names;
  }

  private TopicPlaces read(
      SourceTopics kafka, String name, Map<TopicPartition, OffsetAndMetadata> settled) {
    List<Contract> ofTopic =
        contracts.stream()
            .filter(
                contract ->
                    contract.source().topics().contains(name)
                        || (contract.source().topicPattern() != null
                            && Pattern.matches(contract.source().topicPattern(), name)))
            .toList();
    Map<TopicPartition, Long> ends = new HashMap<>();
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    if (kafka.exists(name)) {
      List<TopicPartition> partitions = kafka.partitions(name);
      beginnings.putAll(kafka.beginnings(partitions));
      ends.putAll(kafka.ends(partitions));
    }
    TreeMap<Coordinates, ConsumerRecord<byte[], byte[]>> records = new TreeMap<>();
    if (!ends.isEmpty()) {
      kafka.read(
          ends,
          record ->
              records.put(
                  new Coordinates(record.topic(), record.partition(), record.offset()), record));
    }
    Map<TopicPartition, Long> below = new HashMap<>();
    ends.keySet()
        .forEach(
            partition -> {
              OffsetAndMetadata offset = settled.get(partition);
              below.put(partition, offset == null ? 0L : offset.offset());
            });
    return new TopicPlaces(name, ofTopic, below, beginnings, ends, records, new TreeMap<>());
  }

  private void readLetters(SourceTopics kafka, TopicPlaces topic) {
    String name = topic.deadLetterTopic();
    if (!kafka.exists(name)) {
      return;
    }
    kafka.read(
        kafka.ends(kafka.partitions(name)),
        letter -> {
          String id = header(letter, "sluice.id");
          if (id != null && id.startsWith(topic.name() + "/")) {
            String[] parts = id.split("/");
            Coordinates at =
                new Coordinates(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
            topic.placesOf(at).letters.add(letter);
          }
        });
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private AuditReport.Counts verify(TopicPlaces topic) {
    long source = 0;
    long rows = 0;
    long dead = 0;
    long dropped = 0;
    long copies = 0;
    long voided = 0;
    long compared = 0;
    boolean everything = config.pipeline().startFrom().kind() == StartFrom.Kind.EARLIEST;
    for (Map.Entry<Coordinates, ConsumerRecord<byte[], byte[]>> entry :
        topic.records().entrySet()) {
      Coordinates at = entry.getKey();
      long settled = topic.settledOf(at);
      TopicPlaces.Places places = topic.places().get(at);
      if (at.offset() >= settled) {
        continue;
      }
      source++;
      if (places == null) {
        if (Matching.mayBeDropped(entry.getValue(), topic.contracts(), values)) {
          dropped++;
        } else if (everything) {
          findings.add(
              new Finding(Kind.MISSING, at, topic.name(), "neither a row nor a dead letter"));
        }
        continue;
      }
      if (!places.rows.isEmpty()) {
        rows++;
        compared += compare(entry.getValue(), at, places, topic);
        voided += places.letters.isEmpty() ? 0 : 1;
      } else {
        dead++;
        copies += places.letters.size() - 1;
        places.letters.forEach(letter -> compareLetter(entry.getValue(), at, letter));
      }
    }
    stray(topic);
    return new AuditReport.Counts(source, rows, dead, dropped, copies, voided, compared);
  }

  private int compare(
      ConsumerRecord<byte[], byte[]> record,
      Coordinates at,
      TopicPlaces.Places places,
      TopicPlaces topic) {
    if (places.rows.size() > 1) {
      findings.add(
          new Finding(
              Kind.DOUBLED,
              at,
              String.join(", ", places.tables),
              "the record is in tables " + places.rows.size() + " times"));
    }
    for (int i = 0; i < places.rows.size(); i++) {
      String table = places.tables.get(i);
      Contract contract = contractOf(topic, places.rows.get(i));
      try {
        Object source = decode(record, contract, values);
        String column =
            Comparison.firstDifference(source, places.rows.get(i), keyColumn(record, contract));
        if (column != null) {
          findings.add(
              new Finding(
                  Kind.ALTERED, at, table, "column " + column + " is not what the record holds"));
        }
      } catch (OutageException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        findings.add(
            new Finding(
                Kind.ALTERED,
                at,
                table,
                "there is a row, but the audit cannot decode the record: " + e.getMessage()));
      }
    }
    return 1;
  }

  private static Map<String, Object> keyColumn(
      ConsumerRecord<byte[], byte[]> record, Contract contract) {
    String column = contract.key().column();
    if (column == null || record.key() == null) {
      return Map.of();
    }
    return Map.of(
        column,
        switch (contract.key().format()) {
          case STRING -> new String(record.key(), StandardCharsets.UTF_8);
          case LONG -> ByteBuffer.wrap(record.key()).getLong();
          default -> ByteBuffer.wrap(record.key());
        });
  }

  private static Contract contractOf(TopicPlaces topic, Record row) {
    String name = String.valueOf(row.getField("_contract"));
    return topic.contracts().stream()
        .filter(contract -> contract.name().equals(name))
        .findFirst()
        .orElse(topic.contracts().get(0));
  }

  /** Decodes a record by the audit's own means. */
  static Object decode(
      ConsumerRecord<byte[], byte[]> record, Contract contract, SourceValues values)
      throws IOException {
    String schema = contract.value().schemaText();
    if (contract.value().format() == Contract.Format.JSON) {
      return values.json(record.value(), 0);
    }
    return schema == null
        ? values.framed(record)
        : values.avro(new Schema.Parser().parse(schema), record.value(), 0);
  }

  private void compareLetter(
      ConsumerRecord<byte[], byte[]> record,
      Coordinates at,
      ConsumerRecord<byte[], byte[]> letter) {
    boolean isWhole =
        Arrays.equals(record.key(), letter.key())
            && Arrays.equals(record.value(), letter.value())
            && startsWith(letter.headers().toArray(), record.headers().toArray());
    boolean byReference =
        letter.value() == null
            && letter.serializedValueSize() <= 0
            && header(letter, "sluice.value.left.out") != null
            && record.headers().lastHeader("sluice.value.left.out") == null;
    if (!isWhole && !byReference) {
      findings.add(
          new Finding(
              Kind.ALTERED, at, letter.topic(), "the dead letter is not the record byte for byte"));
    }
  }

  private static boolean startsWith(Object[] all, Object[] first) {
    return all.length >= first.length && Arrays.equals(Arrays.copyOf(all, first.length), first);
  }

  /** Places of records that the source does not have, where it still should have them. */
  private void stray(TopicPlaces topic) {
    topic
        .places()
        .forEach(
            (at, places) -> {
              long beginning = topic.beginningOf(at);
              boolean inSight = at.offset() >= beginning && at.offset() < topic.endOf(at);
              if (inSight && !topic.records().containsKey(at)) {
                String where =
                    places.tables.isEmpty()
                        ? places.letters.get(0).topic()
                        : String.join(", ", places.tables);
                findings.add(
                    new Finding(Kind.STRAY, at, where, "the source topic has no such record"));
              }
            });
  }
}
