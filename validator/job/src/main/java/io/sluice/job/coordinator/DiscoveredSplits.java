package io.sluice.job.coordinator;

import io.sluice.job.split.GateSplit;
import io.sluice.job.split.GateState;
import io.sluice.job.start.PartitionStart;
import io.sluice.kafka.SourcePartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The discovered partitions, and the discovered partitions that no reader has yet. Discovery runs
 * on its own thread, so every method is synchronized.
 */
final class DiscoveredSplits {

  private final Map<String, GateSplit> all = new LinkedHashMap<>();
  private final Map<String, GateSplit> unassigned = new LinkedHashMap<>();

  /**
   * @param restored Flink's state, or null for a start without it
   * @param isRead whether a contract still reads a topic
   */
  DiscoveredSplits(@Nullable GateState restored, Predicate<String> isRead) {
    if (restored != null) {
      restored.discovered().stream()
          .filter(split -> isRead.test(split.partition().topic()))
          .forEach(split -> all.put(split.splitId(), split));
      restored.unassigned().stream()
          .filter(split -> isRead.test(split.partition().topic()))
          .forEach(split -> unassigned.put(split.splitId(), split));
    }
  }

  /**
   * The result of comparing the partitions in Kafka with the known ones.
   *
   * @param added partitions that were unknown before
   * @param known known partitions, with the offset at which each was started
   */
  record Comparison(Set<SourcePartition> added, Map<SourcePartition, Long> known) {}

  synchronized Comparison compare(SourceLog.Look look) {
    Set<SourcePartition> added = new LinkedHashSet<>();
    Map<SourcePartition, Long> known = new LinkedHashMap<>();
    for (SourcePartition partition : look.partitions()) {
      GateSplit split = all.get(GateSplit.id(partition));
      if (split == null) {
        if (!look.unreadable().containsKey(partition.topic())) {
          added.add(partition);
        }
      } else if (split.partition().equals(partition)) {
        known.put(partition, split.offset());
      }
    }
    return new Comparison(added, known);
  }

  /**
   * Adds a partition to hand out.
   *
   * @return false if it is already known because two checks overlapped
   */
  synchronized boolean add(PartitionStart start) {
    GateSplit split = new GateSplit(start.partition(), start.offset(), start.starts());
    if (all.putIfAbsent(split.splitId(), split) != null) {
      return false;
    }
    unassigned.put(split.splitId(), split);
    return true;
  }

  /** Takes back the splits of a failed reader. */
  synchronized void giveBack(List<GateSplit> splits) {
    splits.forEach(split -> unassigned.put(split.splitId(), split));
  }

  /**
   * Removes and returns the splits that can be handed out now, by reader.
   *
   * @param readers the job's parallelism
   * @param registered the registered readers
   */
  synchronized Map<Integer, List<GateSplit>> take(int readers, Set<Integer> registered) {
    Map<Integer, List<GateSplit>> taken = new TreeMap<>();
    for (GateSplit split : List.copyOf(unassigned.values())) {
      int owner = owner(split, readers);
      if (registered.contains(owner)) {
        unassigned.remove(split.splitId());
        taken.computeIfAbsent(owner, reader -> new ArrayList<>()).add(split);
      }
    }
    return taken;
  }

  private static int owner(GateSplit split, int readers) {
    int start = Math.floorMod(split.partition().topic().hashCode() * 31, readers);
    return (start + split.partition().partition()) % readers;
  }

  synchronized List<GateSplit> all() {
    return List.copyOf(all.values());
  }

  synchronized List<GateSplit> unassigned() {
    return List.copyOf(unassigned.values());
  }

  /** The topics of the discovered partitions. */
  synchronized Set<String> topics() {
    Set<String> names = new TreeSet<>();
    all.values().forEach(split -> names.add(split.partition().topic()));
    return names;
  }
}
