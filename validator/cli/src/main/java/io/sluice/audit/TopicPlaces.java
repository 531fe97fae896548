package io.sluice.audit;

import io.sluice.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One source topic, and where its records were found.
 *
 * @param settled below which every record must have a place
 * @param beginnings the first offsets that Kafka still has
 * @param ends the ends when the topic was read
 */
record TopicPlaces(
    String name,
    List<Contract> contracts,
    Map<TopicPartition, Long> settled,
    Map<TopicPartition, Long> beginnings,
    Map<TopicPartition, Long> ends,
    TreeMap<Coordinates, ConsumerRecord<byte[], byte[]>> records,
    Map<Coordinates, Places> places) {

  /** Where one record was found. */
  static final class Places {
    final List<String> tables = new ArrayList<>();
    final List<Record> rows = new ArrayList<>();
    final List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
  }

  Places placesOf(Coordinates at) {
    return places.computeIfAbsent(at, key -> new Places());
  }

  long settledOf(Coordinates at) {
    return settled.getOrDefault(new TopicPartition(at.topic(), at.partition()), 0L);
  }

  long endOf(Coordinates at) {
    return ends.getOrDefault(new TopicPartition(at.topic(), at.partition()), 0L);
  }

  long beginningOf(Coordinates at) {
    return beginnings.getOrDefault(new TopicPartition(at.topic(), at.partition()), 0L);
  }

  /** The tables that rows of the topic may be in. */
  Set<String> tables() {
    Set<String> tables = new TreeSet<>();
    contracts.forEach(contract -> tables.add(contract.table().name()));
    return tables;
  }

  String deadLetterTopic() {
    return contracts.get(0).deadLetterTopic().replace("{topic}", name);
  }
}
