package io.sluice.job.lake.commit;

import io.sluice.failure.ConflictException;
import io.sluice.job.lake.commit.ConflictJudge.Cause;
import io.sluice.job.lake.commit.History.Step;
import io.sluice.job.lake.commit.SimulatedJob.Checkpoint;
import io.sluice.job.lake.commit.SimulatedJob.End;
import io.sluice.job.lake.commit.SimulatedJob.OutOfRange;
import io.sluice.job.lake.commit.SimulatedKafka.Log;
import io.sluice.job.lake.commit.SimulatedKafka.What;
import io.sluice.job.lake.commit.SimulatedLake.SimulatedTable;
import io.sluice.job.start.Decision;
import io.sluice.kafka.SourcePartition;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** Plays a history, judges every conflict on the way, and verifies the world at its end. */
@NullUnmarked // a null that should not be there fails the simulation
final class Simulation {

  private static final List<End> EARLY_ENDS =
      List.copyOf(EnumSet.complementOf(EnumSet.of(End.NORMAL)));
  private static final List<String> TOPICS = List.of("alpha", "beta", "p_x", "p_y");

  /** What a history ended with. */
  record Outcome(int conflicts, int starts, int checked) {}

  private final History history;
  private final World world;
  private final Truth truth;
  private final ConflictJudge judge;
  private final Pipelines pipelines;
  private final Set<SourcePartition> held = new HashSet<>();

  private Simulation(History history, Wiring wiring) {
    this.history = history;
    this.world = new World(wiring);
    this.truth = new Truth(world);
    world.kafka.create("alpha", 2);
    world.kafka.create("beta", 1);
    this.judge = new ConflictJudge(world);
    this.pipelines = new Pipelines(world, truth, judge, history.isLatest(), history.seed());
  }

  /**
   * Plays a history.
   *
   * @throws SimulationFailure where something is lost, doubled, or wrongly refused
   */
  static Outcome play(History history, Wiring wiring) {
    return new Simulation(history, wiring).play();
  }

  private Outcome play() {
    for (Step step : history.steps()) {
      step(step);
    }
    finish();
    return new Outcome(judge.conflicts(), pipelines.starts(), truth.checked());
  }

  private void step(Step step) {
    int a = step.a();
    int b = step.b();
    switch (step.what()) {
      case PRODUCE -> produce(log(a), 1 + b % 4, b, What.RECORD);
      case PRODUCE_MORE ->
          world.kafka.logs().forEach(log -> produce(log, 1 + a % 3, b, What.RECORD));
      case OPEN_TRANSACTION -> produce(log(a), b % 4, b, What.OPEN);
      case END_TRANSACTION -> world.kafka.end(log(a), b % 2 == 0);
      case POLL -> withJob(a, job -> poll(job, log(b).id, 1 + b % 5));
      case POLL_MORE -> withJob(a, job -> job.partitions().forEach(p -> poll(job, p, 1 + b % 3)));
      case POLL_ALL -> withJob(a, this::pollAll);
      case CHECKPOINT, CHECKPOINT_AGAIN -> withJob(a, job -> job.checkpoint(End.NORMAL));
      case CHECKPOINT_THAT_ENDS_EARLY ->
          withJob(a, job -> job.checkpoint(EARLY_ENDS.get(b % EARLY_ENDS.size())));
      case IDLE_CHECKPOINTS -> withJob(a, this::settle);
      case CRASH -> pipelines.stop(pipeline(a));
      case START_WITHOUT_STATE -> pipelines.start(pipeline(a), null, b, Integer.MAX_VALUE);
      case START_FROM_LATEST ->
          pipelines.start(pipeline(a), checkpoint(a, 0), b, Integer.MAX_VALUE);
      case START_FROM_OLDER ->
          pipelines.start(pipeline(a), checkpoint(a, 1 + b % 3), b, Integer.MAX_VALUE);
      case START_THAT_CRASHES -> pipelines.start(pipeline(a), null, b, b % 4);
      case MOVE_CONTRACT -> pipelines.moveContract(pipeline(a), b);
      case COPY_CONTRACT -> pipelines.copyContract(pipeline(a), b);
      case EDIT_SOURCE -> pipelines.editSource(a);
      case CREATE_TOPIC -> createTopic(a);
      case ADD_PARTITION -> world.kafka.addPartition(log(a).id.topic());
      case DELETE_TOPIC -> deleteTopic(a);
      case RECREATE_TOPIC -> recreateTopic(a, b);
      case DROP_TABLE -> withTable(a, world.lake::drop, Cause.TABLE_DROPPED);
      case RECREATE_TABLE ->
          withTable(
              a,
              table -> {
                world.lake.drop(table);
                SimulatedTable unused = world.lake.make(table);
              },
              Cause.TABLE_DROPPED);
      case ROLL_BACK_TABLE -> rollBack(a, b);
      case REMOVE_READ -> removeRead(log(a));
      case REMOVE_ANY -> log(a).retain(b % 12);
      case COMPACT -> {
        Log log = log(a);
        if (log.end() > 0) {
          world.kafka.compact(log, (int) (b % log.end()));
        }
      }
      case EXPIRE_GROUPS -> world.expireGroups();
      case HOLD -> held.add(log(a).id);
      case RELEASE -> held.remove(log(a).id);
    }
  }

  private static String pipeline(int a) {
    // most happens in the first one
    return Pipelines.NAMES.get(a % 4 == 3 ? 1 : 0);
  }

  private Log log(int a) {
    List<Log> logs = world.kafka.logs();
    return logs.get(a % logs.size());
  }

  private Checkpoint checkpoint(int a, int age) {
    return world.checkpoint(pipeline(a), age);
  }

  private void produce(Log log, int count, int b, What what) {
    boolean hasOpen = log.stable() < log.end();
    if (log.entries.size() > 40 || (hasOpen && what == What.RECORD)) {
      return;
    }
    for (int i = 0; i < count; i++) {
      int mixed = b + 7 * i;
      boolean isOfPattern = log.id.topic().startsWith("p_");
      world.kafka.produce(log, isOfPattern ? 2 : mixed % 3, mixed % 5 < 2, what);
    }
  }

  private interface JobStep {
    void on(SimulatedJob job);
  }

  /** A step of a job, which may end it. */
  private void withJob(int a, JobStep step) {
    SimulatedJob job = pipelines.job(pipeline(a));
    if (job == null) {
      return;
    }
    try {
      step.on(job);
    } catch (SimulatedCrash e) {
      pipelines.stop(job.pipeline);
    } catch (OutOfRange e) {
      // Flink restarts the job, which looks again
      pipelines.start(job.pipeline, world.checkpoint(job.pipeline, 0), a, Integer.MAX_VALUE);
    } catch (ConflictException e) {
      pipelines.stop(job.pipeline);
      judge.requireRight(e);
    }
  }

  private void poll(SimulatedJob job, SourcePartition partition, int most) {
    if (!held.contains(partition)) {
      job.poll(partition, most);
    }
  }

  private void pollAll(SimulatedJob job) {
    job.partitions().forEach(partition -> poll(job, partition, Integer.MAX_VALUE));
  }

  private void settle(SimulatedJob job) {
    for (int i = 0; i < 7; i++) {
      job.checkpoint(End.NORMAL);
    }
  }

  private void createTopic(int a) {
    String topic = TOPICS.get(2 + a % 2);
    if (!world.kafka.exists(topic)) {
      world.kafka.create(topic, 1 + a % 2);
    }
  }

  private void deleteTopic(int a) {
    String topic = TOPICS.get(1 + a % 3);
    if (world.kafka.exists(topic)) {
      world.kafka.delete(topic);
      judge.caused(Cause.TOPIC_DELETED);
    }
  }

  private void recreateTopic(int a, int b) {
    String topic = TOPICS.get(a % 4);
    if (world.kafka.exists(topic)) {
      world.kafka.delete(topic);
      world.kafka.create(topic, 1 + b % 2);
      judge.caused(Cause.TOPIC_DELETED);
    }
  }

  private void withTable(int a, java.util.function.Consumer<String> step, Cause cause) {
    List<String> names = tables();
    if (!names.isEmpty()) {
      String table = names.get(a % names.size());
      step.accept(table);
      world.forgetDurable(table);
      judge.caused(cause);
    }
  }

  /** The tables of rows; somebody who drops a ledger loses counts, and no records. */
  private List<String> tables() {
    return world.lake.names().stream()
        .filter(name -> !name.startsWith(SimulatedJob.LEDGER))
        .toList();
  }

  private void rollBack(int a, int b) {
    withTable(
        a,
        name -> {
          SimulatedTable table = world.lake.find(name);
          boolean any = table.rollBack();
          if (any && b % 2 == 0) {
            table.setMarksBack();
          }
        },
        Cause.ROLLED_BACK);
  }

  /** What every table has is removed, as retention mostly does. */
  private void removeRead(Log log) {
    log.retain(truth.settledEverywhere(log.id, pipelines.topics()));
  }

  /** Lets everything come to rest, verifies, and does so again from nothing. */
  private void finish() {
    Pipelines.NAMES.forEach(pipelines::stop);
    held.clear();
    world.kafka.logs().forEach(log -> world.kafka.end(log, true));
    pipelines.separate();
    rest();
    truth.verify(pipelines.topics());
    // all that was read is removed, and the group forgets: a start from nothing must not mind
    for (Log log : world.kafka.logs()) {
      if (pipelines.topics().stream().anyMatch(topics -> topics.isRead(log.id.topic()))) {
        log.retain(log.end());
      }
    }
    world.expireGroups();
    int before = judge.conflicts();
    Pipelines.NAMES.forEach(pipelines::stop);
    world.kafka.logs().forEach(log -> produce(log, 2, 3, What.RECORD));
    rest();
    if (judge.conflicts() != before) {
      throw new SimulationFailure("a conflict after everything was settled");
    }
    truth.verify(pipelines.topics());
  }

  private void rest() {
    for (String pipeline : Pipelines.NAMES) {
      for (int attempt = 0; attempt < 10 && pipelines.job(pipeline) == null; attempt++) {
        setMarksBack();
        List<Decision.Refused> refused =
            pipelines.tryStart(pipeline, null, attempt, Integer.MAX_VALUE);
        refused.forEach(judge::requireRight);
        refused.forEach(this::resolve);
        if (!pipelines.hasContracts(pipeline)) {
          break;
        }
      }
      SimulatedJob job = pipelines.job(pipeline);
      if (job == null && pipelines.hasContracts(pipeline)) {
        throw new SimulationFailure("pipeline " + pipeline + " cannot be started");
      }
      if (job != null) {
        quietly(job);
        pipelines.stop(pipeline);
      }
    }
  }

  private void quietly(SimulatedJob job) {
    try {
      pollAll(job);
      settle(job);
    } catch (ConflictException | OutOfRange e) {
      throw new SimulationFailure("a conflict where nothing happens: " + e.getMessage());
    }
  }

  /** Does what the messages of conflicts say. */
  private void resolve(Decision.Refused refused) {
    String word = refused.accept();
    if (word != null) {
      pipelines.accept(word);
    } else {
      world.lake.drop(refused.table());
      world.forgetDurable(refused.table());
      judge.caused(Cause.TABLE_DROPPED);
    }
  }

  private void setMarksBack() {
    for (String name : tables()) {
      SimulatedTable table = world.lake.find(name);
      try {
        var unused = table.marks();
      } catch (ConflictException e) {
        table.setMarksBack();
        world.forgetDurable(name);
      }
    }
  }

  /** Something was lost, doubled, or wrongly refused. */
  static final class SimulationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SimulationFailure(String message) {
      super(message);
    }
  }
}
