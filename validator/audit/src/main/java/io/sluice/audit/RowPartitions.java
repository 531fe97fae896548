package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the source partitions of the rows of one file. Not thread-safe. */
final class RowPartitions {

  private final TableScan.Context context;
  private final AuditedTable table;
  private final Map<String, Map<String, Map<Integer, RowPartition>>> partitions = new HashMap<>();

  /** The partition of the previous row; most rows have the same one. */
  private @Nullable RowPartition last;

  private @Nullable String lastTopic;
  private @Nullable String lastId;
  private int lastNumber;

  RowPartitions(TableScan.Context context) {
    this.context = context;
    this.table = context.table();
  }

  /**
   * The partition of a row.
   *
   * @param topic the topic's name
   * @param id the topic's ID, or null if the row does not have it
   */
  RowPartition of(String topic, @Nullable String id, int number) {
    RowPartition found = last;
    if (found == null
        || lastNumber != number
        || !topic.equals(lastTopic)
        || !Objects.equals(id, lastId)) {
      found = find(topic, id, number);
      last = found;
      lastTopic = topic;
      lastId = id;
      lastNumber = number;
    }
    return found;
  }

  /** Visits all partitions found. */
  void forEach(Consumer<RowPartition> action) {
    for (Map<String, Map<Integer, RowPartition>> ids : partitions.values()) {
      ids.values().forEach(numbers -> numbers.values().forEach(action));
    }
  }

  private RowPartition find(String topic, @Nullable String id, int number) {
    return partitions
        .computeIfAbsent(topic, name -> new HashMap<>())
        .computeIfAbsent(id == null ? "" : id, any -> new HashMap<>())
        .computeIfAbsent(
            number, any -> id == null ? without(topic, number) : with(topic, id, number));
  }

  /** The partition of a row with a topic ID. */
  private RowPartition with(String topic, String id, int number) {
    return known(context.sources().of(topic, id), number, true);
  }

  /** The partition of a row without a topic ID; certain if there was only one topic of the name. */
  private RowPartition without(String topic, int number) {
    Set<String> ids = table.marks().idsOf(topic);
    SourceTopic only = context.sources().onlyOne(topic, ids);
    if (only != null) {
      return known(only, number, true);
    }
    SourceTopic existing = context.sources().existing(topic);
    boolean isOther = ids.isEmpty() && existing != null && !existing.isDeclared();
    return known(isOther ? null : existing, number, ids.isEmpty());
  }

  private RowPartition known(@Nullable SourceTopic topic, int number, boolean isCertain) {
    if (topic == null || !(topic.isDeclared() || !table.marks().idsOf(topic.name()).isEmpty())) {
      return new RowPartition(null, null, null, false, 0, true, List.of());
    }
    PartitionPlaces places = topic.partitions().get(number);
    return new RowPartition(
        topic,
        places,
        places == null ? null : places.limits().get(table.name()),
        context.evidence().allVersions().tablesOf(topic.name()).contains(table.name()),
        isCertain ? table.marks().of(topic.id(), number) : greatestMark(topic.name(), number),
        isCertain,
        context.evidence().ledger().of(topic.id(), number));
  }

  private long greatestMark(String topic, int number) {
    return table.marks().idsOf(topic).stream()
        .mapToLong(id -> table.marks().of(id, number))
        .max()
        .orElse(0);
  }
}
