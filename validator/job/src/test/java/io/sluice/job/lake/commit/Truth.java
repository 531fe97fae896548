package io.sluice.job.lake.commit;

import io.sluice.contract.Contract;
import io.sluice.job.lake.commit.SimulatedKafka.Entry;
import io.sluice.job.lake.commit.SimulatedKafka.Log;
import io.sluice.job.lake.commit.SimulatedKafka.What;
import io.sluice.job.lake.commit.SimulatedLake.Place;
import io.sluice.job.lake.commit.SimulatedLake.SimulatedTable;
import io.sluice.job.lake.commit.Simulation.SimulationFailure;
import io.sluice.job.start.Decision;
import io.sluice.job.start.LogState;
import io.sluice.job.start.PartitionStart;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Selection;
import io.sluice.pipeline.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be true of a simulated world, known without asking the code under test: which records a
 * table must have, from the first offset that is its business.
 */
final class Truth {

  /** The first offset of a table's business; two bounds, since a start may have crashed halfway. */
  private static final class First {
    long least = Long.MAX_VALUE;
    long most = -1;
    boolean isSure;
  }

  private record Range(long from, long to) {}

  private final World world;
  private final Map<String, Map<SourcePartition, First>> firsts = new HashMap<>();
  private final Map<String, Set<Selection>> selections = new HashMap<>();
  private final Map<String, Map<SourcePartition, List<Range>>> excused = new HashMap<>();
  private int checked;

  Truth(World world) {
    this.world = world;
  }

  /** How many records were looked for. */
  int checked() {
    return checked;
  }

  /** A start is about to be written down. */
  void planning(Topics topics, Map<SourcePartition, LogState> added) {
    note(topics, added, false);
  }

  /** A start was written down. */
  void planned(Topics topics, Map<SourcePartition, LogState> added) {
    note(topics, added, true);
    topics
        .selections()
        .forEach(
            (table, some) -> selections.computeIfAbsent(table, t -> new HashSet<>()).addAll(some));
  }

  private void note(Topics topics, Map<SourcePartition, LogState> added, boolean isDone) {
    Map<First, Boolean> sure = new HashMap<>();
    added.forEach(
        (partition, log) ->
            topics
                .declaredTables(partition.topic())
                .forEach(
                    (table, names) -> {
                      boolean known = isKnown(table, names, partition);
                      First first =
                          firsts
                              .computeIfAbsent(table, t -> new HashMap<>())
                              .computeIfAbsent(partition, p -> new First());
                      if (!first.isSure) {
                        long offset = known ? 0 : log.startFrom();
                        first.least = Math.min(first.least, offset);
                        first.most = Math.max(first.most, offset);
                        sure.put(first, isDone);
                      }
                    }));
    sure.forEach((first, done) -> first.isSure |= done);
  }

  private boolean isKnown(String table, Set<String> names, SourcePartition partition) {
    boolean hasName =
        firsts.getOrDefault(table, Map.of()).entrySet().stream()
            .anyMatch(
                one -> one.getValue().isSure && one.getKey().topic().equals(partition.topic()));
    return hasName
        || names.stream()
            .flatMap(name -> selections.getOrDefault(name, Set.of()).stream())
            .anyMatch(selection -> selection.selects(partition.topic()));
  }

  /** A partition begins to be read; what is accepted as missing is excused. */
  void begun(PartitionStart start) {
    for (Map.Entry<String, Decision.Begin> table : start.tables().entrySet()) {
      Decision.Begin begin = table.getValue();
      if (begin.missing() > 0) {
        Log log = world.kafka.log(start.partition());
        long to = begin.start().from();
        if (to != log.start) {
          throw new SimulationFailure("missing up to " + to + ", but the log starts elsewhere");
        }
        excused
            .computeIfAbsent(table.getKey(), t -> new HashMap<>())
            .computeIfAbsent(start.partition(), p -> new ArrayList<>())
            .add(new Range(to - begin.missing(), to));
      }
    }
  }

  /** The offset below which every table that reads a partition has everything for good. */
  long settledEverywhere(SourcePartition partition, List<Topics> pipelines) {
    long least = Long.MAX_VALUE;
    for (Topics topics : pipelines) {
      for (String table : topics.tablesOf(partition.topic())) {
        least = Math.min(least, world.durable(table, partition));
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  /** Looks for every record in its place. */
  void verify(List<Topics> pipelines) {
    Map<String, Map<Place, Integer>> rows = new HashMap<>();
    for (String name : world.lake.names()) {
      SimulatedTable table = world.lake.find(name);
      rows.put(name, table.rows());
      table
          .rows()
          .forEach(
              (place, count) -> {
                if (count > 1) {
                  throw new SimulationFailure("doubled in " + name + ": " + place);
                }
              });
    }
    for (Topics topics : pipelines) {
      for (Log log : world.kafka.logs()) {
        for (Contract contract : topics.contractsOf(log.id.topic())) {
          verify(log, contract, rows.getOrDefault(contract.table().name(), Map.of()));
        }
      }
    }
  }

  private void verify(Log log, Contract contract, Map<Place, Integer> rows) {
    String table = contract.table().name();
    First first = firsts.getOrDefault(table, Map.of()).get(log.id);
    if (first == null || !first.isSure) {
      throw new SimulationFailure(log.id + " was never started for " + table);
    }
    int kind = SimulatedContracts.kindOf(contract);
    for (int offset = 0; offset < log.end(); offset++) {
      Entry entry = log.entries.get(offset);
      Place place = new Place(log.id, offset);
      boolean hasRow = rows.containsKey(place);
      boolean isOther = entry.what == What.RECORD && entry.kind != kind;
      if (entry.what == What.COMPACTED || isOther) {
        continue;
      }
      if (entry.what != What.RECORD || offset < first.least) {
        if (hasRow) {
          throw new SimulationFailure(table + " has a row that is not its business: " + place);
        }
        continue;
      }
      if (offset < first.most || isExcused(table, log.id, offset)) {
        continue;
      }
      checked++;
      boolean hasLetter = world.letters.containsKey(place);
      if (entry.isDead ? hasRow || !hasLetter : !hasRow || hasLetter) {
        throw new SimulationFailure(
            (entry.isDead ? "dead " : "clean ")
                + place
                + " of "
                + table
                + (hasRow ? " has a row" : " has no row")
                + (hasLetter ? " and a letter" : " and no letter"));
      }
    }
  }

  private boolean isExcused(String table, SourcePartition partition, long offset) {
    return excused.getOrDefault(table, Map.of()).getOrDefault(partition, List.of()).stream()
        .anyMatch(range -> offset >= range.from() && offset < range.to());
  }
}
