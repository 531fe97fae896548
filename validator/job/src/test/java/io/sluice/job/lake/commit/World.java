package io.sluice.job.lake.commit;

import io.sluice.job.lake.commit.SimulatedJob.Checkpoint;
import io.sluice.job.lake.commit.SimulatedLake.Place;
import io.sluice.kafka.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** Everything outside of jobs in a simulation, and what the simulator itself knows for certain. */
@NullUnmarked // a null that should not be there fails the simulation
final class World {

  final Wiring wiring;
  final SimulatedKafka kafka = new SimulatedKafka();
  final SimulatedLake lake = new SimulatedLake();
  final SimulatedBook book = new SimulatedBook();
  final Map<Place, Integer> letters = new HashMap<>();
  final Map<String, List<Place>> files = new HashMap<>();

  /** By pipeline. */
  private final Map<String, List<Checkpoint>> checkpoints = new HashMap<>();

  private final Map<String, Map<SourcePartition, Long>> groups = new HashMap<>();

  /** By table: everything below has its place, and a start from nothing must know it. */
  private final Map<String, Map<SourcePartition, Long>> durable = new HashMap<>();

  /** By table: how often it was dropped or lost rows. */
  private final Map<String, Integer> losses = new HashMap<>();

  private final Map<String, Integer> lineages = new HashMap<>();
  private long checkpointIds = 1;

  World(Wiring wiring) {
    this.wiring = wiring;
  }

  long nextCheckpoint() {
    checkpointIds += 1_000;
    return checkpointIds;
  }

  void completed(String pipeline, Checkpoint checkpoint) {
    checkpoints.computeIfAbsent(pipeline, p -> new ArrayList<>()).add(checkpoint);
  }

  /**
   * A retained checkpoint.
   *
   * @param age 0 for the latest
   * @return null where there is none that old
   */
  Checkpoint checkpoint(String pipeline, int age) {
    List<Checkpoint> all = checkpoints.getOrDefault(pipeline, List.of());
    return age < all.size() ? all.get(all.size() - 1 - age) : null;
  }

  /**
   * Counts the forks of a pipeline: a start that is not from its latest checkpoint begins another
   * line of checkpoints.
   */
  int lineage(String pipeline) {
    return lineages.getOrDefault(pipeline, 0);
  }

  void fork(String pipeline) {
    lineages.merge(pipeline, 1, Integer::sum);
  }

  void storeGroup(String pipeline, Map<SourcePartition, Long> positions) {
    Map<SourcePartition, Long> group = group(pipeline);
    positions.forEach((partition, offset) -> group.merge(partition, offset, Math::max));
  }

  Map<SourcePartition, Long> group(String pipeline) {
    return groups.computeIfAbsent(pipeline, p -> new HashMap<>());
  }

  void expireGroups() {
    groups.clear();
  }

  Map<String, Integer> losses() {
    return Map.copyOf(losses);
  }

  /**
   * A job has settled something.
   *
   * @param known the losses when the job, or the state that it started from, began: what it knows
   *     of a table that was lost since does not count
   */
  void durable(String table, SourcePartition partition, long offset, Map<String, Integer> known) {
    if (!losses.getOrDefault(table, 0).equals(known.getOrDefault(table, 0))) {
      return;
    }
    durable.computeIfAbsent(table, t -> new HashMap<>()).merge(partition, offset, Math::max);
  }

  long durable(String table, SourcePartition partition) {
    return durable.getOrDefault(table, Map.of()).getOrDefault(partition, 0L);
  }

  /** The table is another one now, or lost rows. */
  void forgetDurable(String table) {
    durable.remove(table);
    losses.merge(table, 1, Integer::sum);
  }
}
