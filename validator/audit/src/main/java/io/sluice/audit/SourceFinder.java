package io.sluice.audit;

import io.sluice.audit.kafka.ClusterView;
import io.sluice.audit.kafka.TopicLook;
import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.LedgerBook;
import io.sluice.audit.report.Coverage.Reason;
import io.sluice.contract.Contract;
import io.sluice.kafka.OffsetSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds the topics and offsets that an audit covers. */
final class SourceFinder {

  private final ClusterView kafka;
  private final DeclaredTopics declared;
  private final Map<String, AuditedTable> tables;
  private final LedgerBook ledger;
  private final LimitFinder limits;
  private final AuditOptions options;
  private final @Nullable Map<TopicPartition, OffsetAndMetadata> shown;

  /** A declared topic that cannot be read. */
  record Unreadable(String topic, Reason reason, String detail) {}

  private final List<Unreadable> unreadable = new ArrayList<>();

  /**
   * Prepares a search.
   *
   * @param shown the settled offsets of the consumer group, or null without permission to view them
   */
  SourceFinder(
      ClusterView kafka,
      Evidence evidence,
      LimitFinder limits,
      AuditOptions options,
      @Nullable Map<TopicPartition, OffsetAndMetadata> shown) {
    this.kafka = kafka;
    this.declared = evidence.declared();
    this.tables = evidence.tables();
    this.ledger = evidence.ledger();
    this.limits = limits;
    this.options = options;
    this.shown = shown;
  }

  /**
   * Finds all topics.
   *
   * @param topics the topics that contracts read
   */
  SourceTopics find(Set<String> topics) {
    Map<String, String> once = new TreeMap<>(ledger.topics());
    once.putAll(ledger.table().marks().names());
    tables.values().forEach(table -> once.putAll(table.marks().names()));
    Set<String> names = new TreeSet<>(topics);
    names.addAll(once.values());
    SourceTopics sources = new SourceTopics();
    for (String name : names) {
      TopicLook look = kafka.look(name);
      if (look instanceof TopicLook.Found found) {
        sources.add(existing(name, found));
      } else if (topics.contains(name)
          || (look instanceof TopicLook.Denied && !declared.contractsOf(name).isEmpty())) {
        unreadable.add(without(name, look, once));
      }
      boolean isDenied = look instanceof TopicLook.Denied;
      once.forEach(
          (id, topic) -> {
            if (topic.equals(name) && sources.of(name, id) == null) {
              sources.add(gone(name, id, isDenied));
            }
          });
    }
    return sources;
  }

  /** Declared topics that cannot be read. */
  List<Unreadable> unreadable() {
    return unreadable;
  }

  private static Unreadable without(String name, TopicLook look, Map<String, String> once) {
    if (look instanceof TopicLook.Denied) {
      return new Unreadable(
          name,
          Reason.NO_RIGHT,
          "no permission to read the topic; grant Describe and Read on the topic");
    }
    return once.containsValue(name)
        ? new Unreadable(name, Reason.NO_SOURCE, "the topic no longer exists")
        : new Unreadable(name, Reason.EMPTY, "the topic does not exist yet");
  }

  private SourceTopic existing(String name, TopicLook.Found found) {
    List<Contract> contracts = declared.contractsOf(name);
    Map<Integer, OffsetSpan> logs = kafka.reader().spans(name, found.partitions());
    var since = options.since();
    var until = options.until();
    Map<Integer, Long> from = firstOffsets(name, found, since);
    Map<Integer, Long> upTo = firstOffsets(name, found, until);
    Map<Integer, PartitionPlaces> partitions = new TreeMap<>();
    for (int partition : found.partitions()) {
      OffsetSpan log = logs.getOrDefault(partition, new OffsetSpan(0, 0));
      Map<String, Limit> ofTables = limits(name, found.id(), partition, log);
      long limit =
          contracts.isEmpty()
              ? mark(found.id(), partition)
              : ofTables.values().stream().mapToLong(Limit::to).max().orElse(0);
      long begin = since == null ? log.from() : from.getOrDefault(partition, log.to());
      long end =
          Math.min(
              Math.min(limit, log.to()),
              until == null ? log.to() : upTo.getOrDefault(partition, log.to()));
      partitions.put(
          partition,
          new PartitionPlaces(
              partition, new PartitionPlaces.Range(log.from(), begin, end, log.to()), ofTables));
      compareShown(name, found.id(), partition, ofTables);
    }
    return new SourceTopic(
        name,
        found.id(),
        true,
        contracts,
        declared.originOf(name),
        kafka.isCompacted(name),
        partitions);
  }

  private Map<Integer, Long> firstOffsets(
      String name, TopicLook.Found found, @Nullable Instant time) {
    return time == null ? Map.of() : kafka.reader().firstOffsets(name, found.partitions(), time);
  }

  private Map<String, Limit> limits(String name, String id, int partition, OffsetSpan log) {
    Map<String, Limit> ofTables = new HashMap<>();
    String origin = declared.originOf(name);
    for (String table : declared.tablesOf(name)) {
      AuditedTable audited = tables.get(table);
      if (audited != null) {
        ofTables.put(
            table, limits.of(audited, name, origin == null ? name : origin, id, partition, log));
      }
    }
    return ofTables;
  }

  private void compareShown(String name, String id, int partition, Map<String, Limit> ofTables) {
    OffsetAndMetadata offset =
        shown == null ? null : shown.get(new TopicPartition(name, partition));
    if (offset != null && !ofTables.isEmpty() && offset.metadata().equals(id)) {
      limits.compareShown(name, id, partition, offset.offset(), ofTables.values());
    }
  }

  /** The greatest mark of any table for a partition. */
  private long mark(String id, int partition) {
    return tables.values().stream()
        .mapToLong(table -> table.marks().of(id, partition))
        .max()
        .orElse(0);
  }

  /** A topic that was deleted or must not be read; only tables have data about it. */
  private SourceTopic gone(String name, String id, boolean isDenied) {
    Set<Integer> numbers = new TreeSet<>(ledger.partitions(id));
    tables.values().forEach(table -> numbers.addAll(table.marks().offsets(id).keySet()));
    Map<Integer, PartitionPlaces> partitions = new TreeMap<>();
    for (int partition : numbers) {
      long end = Math.max(mark(id, partition), ledger.mark(id, partition));
      partitions.put(
          partition,
          new PartitionPlaces(partition, new PartitionPlaces.Range(end, end, end, end), Map.of()));
    }
    List<Contract> contracts = isDenied ? declared.contractsOf(name) : List.of();
    return new SourceTopic(name, id, false, contracts, declared.originOf(name), false, partitions);
  }
}
