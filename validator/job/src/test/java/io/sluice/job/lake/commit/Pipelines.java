package io.sluice.job.lake.commit;

import io.sluice.config.StartFrom;
import io.sluice.failure.ConflictException;
import io.sluice.job.lake.commit.ConflictJudge.Cause;
import io.sluice.job.lake.commit.SimulatedJob.Checkpoint;
import io.sluice.job.lake.commit.SimulatedJob.OutOfRange;
import io.sluice.job.lake.commit.SimulatedJob.Split;
import io.sluice.job.lake.commit.SimulatedKafka.Log;
import io.sluice.job.start.Decision;
import io.sluice.job.start.LogState;
import io.sluice.job.start.PartitionStart;
import io.sluice.job.start.StartPlan;
import io.sluice.job.start.StartPlanner;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Accepted;
import io.sluice.pipeline.Topics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;

/** Two pipelines of a simulation: which contracts they have, and how their jobs start. */
@NullUnmarked // a null that should not be there fails the simulation
final class Pipelines {

  static final List<String> NAMES = List.of("A", "B");

  private final World world;
  private final Truth truth;
  private final ConflictJudge judge;
  private final boolean isLatest;
  private final Map<String, SimulatedJob> jobs = new TreeMap<>();
  private final Map<String, TreeSet<Integer>> contracts = new TreeMap<>();
  private final Set<String> accepted = new HashSet<>();
  private int starts;

  /**
   * @param joinLater bit by bit, contracts that no pipeline has at first
   */
  Pipelines(World world, Truth truth, ConflictJudge judge, boolean isLatest, long joinLater) {
    this.world = world;
    this.truth = truth;
    this.judge = judge;
    this.isLatest = isLatest;
    NAMES.forEach(name -> contracts.put(name, new TreeSet<>()));
    for (int i = 0; i < SimulatedContracts.COUNT; i++) {
      if ((joinLater >> i) % 2 == 0) {
        contracts.get("A").add(2 * i);
      }
    }
  }

  /** How often a job was started. */
  int starts() {
    return starts;
  }

  /** The job of a pipeline, or null where it does not run. */
  SimulatedJob job(String pipeline) {
    return jobs.get(pipeline);
  }

  void stop(String pipeline) {
    jobs.remove(pipeline);
  }

  boolean hasContracts(String pipeline) {
    return !contracts.get(pipeline).isEmpty();
  }

  void accept(String word) {
    accepted.add(word);
  }

  void copyContract(String pipeline, int contract) {
    contracts.get(pipeline).add(coded(contract));
  }

  /** Leaves each contract to one pipeline. */
  void separate() {
    contracts
        .get("B")
        .removeIf(coded -> contracts.get("A").stream().anyMatch(c -> c / 2 == coded / 2));
  }

  private int coded(int contract) {
    int number = contract % SimulatedContracts.COUNT;
    for (TreeSet<Integer> some : contracts.values()) {
      for (int coded : some) {
        if (coded / 2 == number) {
          return coded;
        }
      }
    }
    return number * 2;
  }

  void moveContract(String pipeline, int contract) {
    int coded = coded(contract);
    contracts.values().forEach(some -> some.remove(coded));
    contracts.get(pipeline).add(coded);
    judge.caused(Cause.CONTRACTS_EDITED);
  }

  void editSource(int contract) {
    int coded = coded(contract);
    for (TreeSet<Integer> some : contracts.values()) {
      if (some.remove(coded)) {
        some.add(coded ^ 1);
      }
    }
    judge.caused(Cause.CONTRACTS_EDITED);
  }

  /** What each pipeline that has contracts reads. */
  List<Topics> topics() {
    return NAMES.stream()
        .filter(pipeline -> !contracts.get(pipeline).isEmpty())
        .map(this::topics)
        .toList();
  }

  private Topics topics(String pipeline) {
    return SimulatedContracts.topics(List.copyOf(contracts.get(pipeline)));
  }

  /**
   * Starts a pipeline.
   *
   * @param failAfter how many entries of the book are written before the start crashes
   */
  void start(String pipeline, Checkpoint state, int b, int failAfter) {
    List<Decision.Refused> refused = tryStart(pipeline, state, b, failAfter);
    refused.forEach(judge::requireRight);
  }

  /** Starts a pipeline, and gives what the planner refused. */
  List<Decision.Refused> tryStart(String pipeline, Checkpoint state, int b, int failAfter) {
    jobs.remove(pipeline);
    if (contracts.get(pipeline).isEmpty()) {
      return List.of();
    }
    Topics topics = topics(pipeline);
    noteTwoWriters(topics);
    noteFork(pipeline, state);
    SimulatedJob job = new SimulatedJob(world, pipeline, topics, 1 + b % 3, state);
    starts++;
    try {
      requireSameTables(topics, state);
      boolean committerFirst = b % 2 == 0;
      if (committerFirst) {
        job.openCommitter(state);
      }
      List<Decision.Refused> refused = enumerate(job, topics, state, failAfter);
      if (refused.isEmpty()) {
        if (!committerFirst) {
          job.openCommitter(state);
        }
        jobs.put(pipeline, job);
      }
      return refused;
    } catch (SimulatedCrash e) {
      return List.of();
    } catch (OutOfRange e) {
      judge.requireUnread(e);
      return List.of();
    } catch (ConflictException e) {
      judge.requireRight(e);
      return List.of();
    } finally {
      world.book.heal();
    }
  }

  private void noteTwoWriters(Topics topics) {
    for (SimulatedJob other : jobs.values()) {
      for (String topic : world.kafka.topics()) {
        Set<String> common = new HashSet<>(other.topics.tablesOf(topic));
        common.retainAll(topics.tablesOf(topic));
        if (!common.isEmpty()) {
          judge.caused(Cause.TWO_WRITERS);
        }
      }
    }
  }

  /** A run from a checkpoint that another run has left behind is a second writer. */
  private void noteFork(String pipeline, Checkpoint state) {
    if (state != null && state.lineage() != world.lineage(pipeline)) {
      judge.caused(Cause.TWO_WRITERS);
    }
    if (state == null || !state.equals(world.checkpoint(pipeline, 0))) {
      world.fork(pipeline);
    }
  }

  private void requireSameTables(Topics topics, Checkpoint state) {
    if (state == null) {
      return;
    }
    state
        .tables()
        .forEach(
            (topic, before) -> {
              if (topics.isRead(topic) && !before.containsAll(topics.tablesOf(topic))) {
                throw new ConflictException("now also feeds table");
              }
            });
  }

  /** As the enumerator does it: state decides for its partitions, the planner for all others. */
  private List<Decision.Refused> enumerate(
      SimulatedJob job, Topics topics, Checkpoint state, int failAfter) {
    Map<SourcePartition, Long> before = new LinkedHashMap<>();
    if (state != null) {
      state
          .discovered()
          .forEach(
              (partition, start) -> {
                if (topics.isRead(partition.topic())) {
                  before.put(partition, start);
                }
              });
    }
    List<Log> found =
        world.kafka.logs().stream().filter(log -> topics.isRead(log.id.topic())).toList();
    Set<String> known = new HashSet<>();
    before.keySet().forEach(partition -> known.add(partition.toString()));
    Map<SourcePartition, LogState> added = new LinkedHashMap<>();
    Map<SourcePartition, Long> restored = new LinkedHashMap<>();
    for (Log log : found) {
      if (!known.contains(log.id.toString())) {
        added.put(log.id, logState(log));
      } else if (before.containsKey(log.id)) {
        restored.put(log.id, before.get(log.id));
      }
    }
    StartPlan plan =
        new StartPlanner(topics, new Accepted(accepted))
            .plan(
                new StartPlanner.Situation(
                    Set.copyOf(world.kafka.topics()),
                    Set.of(),
                    added,
                    restored,
                    world.book.read(),
                    world.lake::state,
                    world.lake.marks(SimulatedJob.LEDGER + job.pipeline)));
    plan = world.wiring.planted(plan, new Wiring.View(world.group(job.pipeline), added));
    if (!plan.refused().isEmpty()) {
      return plan.refused();
    }
    plan.starts().forEach(truth::begun);
    truth.planning(topics, added);
    world.book.crashAfter(failAfter);
    plan.write(world.book);
    truth.planned(topics, added);
    requireTopics(before, found);
    for (PartitionStart start : plan.starts()) {
      job.assign(new Split(start.partition(), start.offset(), start.starts()));
    }
    restored.forEach(
        (partition, start) -> {
          job.discovered().put(partition, start);
          job.assign(state.splits().get(partition));
        });
    return List.of();
  }

  private LogState logState(Log log) {
    StartFrom.Kind kind = isLatest ? StartFrom.Kind.LATEST : StartFrom.Kind.EARLIEST;
    long startFrom = kind == StartFrom.Kind.LATEST ? log.stable() : log.start;
    return new LogState(log.start, log.end(), startFrom);
  }

  private static void requireTopics(Map<SourcePartition, Long> before, List<Log> found) {
    for (SourcePartition partition : before.keySet()) {
      if (found.stream().noneMatch(log -> log.id.equals(partition))) {
        throw new ConflictException("topic is gone");
      }
    }
  }
}
