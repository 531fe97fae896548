package io.sluice.job.lake.commit;

import io.sluice.contract.Contract;
import io.sluice.failure.ConflictException;
import io.sluice.job.handover.Gated;
import io.sluice.job.handover.GatedPartition;
import io.sluice.job.handover.GatedPartition.TableFilter;
import io.sluice.job.handover.RecordOutcome;
import io.sluice.job.lake.commit.PendingCommits.Sealed;
import io.sluice.job.lake.commit.SimulatedKafka.Entry;
import io.sluice.job.lake.commit.SimulatedKafka.Log;
import io.sluice.job.lake.commit.SimulatedKafka.What;
import io.sluice.job.lake.commit.SimulatedLake.Place;
import io.sluice.job.lake.commit.SimulatedLake.SimulatedTable;
import io.sluice.job.lake.write.PartitionProgress;
import io.sluice.job.lake.write.WriterReport;
import io.sluice.job.mark.Marks;
import io.sluice.job.start.StartRaiser;
import io.sluice.job.start.StartRecord;
import io.sluice.job.start.TableStart;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Topics;
import io.sluice.row.Row;
import io.sluice.row.RowLayout;
import io.sluice.type.RecordType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/**
 * One run of a pipeline in a simulation: the real gate filters, progress, pending commits, and
 * settling, around a simulated Kafka and lake. One method call is one step of the run.
 */
@NullUnmarked // a null that should not be there fails the simulation
final class SimulatedJob {

  static final String LEDGER = "sluice.ledger";
  private static final RecordType NO_COLUMNS = new RecordType("row", null, List.of());

  /** A split as Flink's state keeps it. */
  record Split(SourcePartition partition, long offset, Map<String, TableStart> starts) {}

  /** What a checkpoint keeps. */
  record Checkpoint(
      Map<SourcePartition, Split> splits,
      Map<SourcePartition, Long> discovered,
      Map<String, Set<String>> tables,
      String committer,
      int lineage,
      Map<String, Integer> losses) {}

  /** Where a checkpoint ends early. */
  enum End {
    NORMAL,
    BEFORE_COMPLETION,
    NOT_NOTIFIED,
    BEFORE_COMMIT,
    REPLY_LOST,
    BEFORE_STARTS,
    WITHIN_STARTS,
    BEFORE_OFFSETS
  }

  /** A partition that is read. */
  private static final class Gate {
    final Split split;
    final GatedPartition partition;
    final Map<Integer, Contract> contracts;
    long position;
    boolean announced;

    Gate(Split split, GatedPartition partition, Map<Integer, Contract> contracts, long position) {
      this.split = split;
      this.partition = partition;
      this.contracts = contracts;
      this.position = position;
    }
  }

  /** Reading met offsets that are gone. */
  static final class OutOfRange extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final transient GatedPartition partition;
    final long logStart;

    OutOfRange(GatedPartition partition, long logStart) {
      this.partition = partition;
      this.logStart = logStart;
    }
  }

  private final World world;
  final String pipeline;
  final Topics topics;
  private final String ledger;
  private final int parallelism;
  private final Map<SourcePartition, Gate> gates = new LinkedHashMap<>();
  private final Map<SourcePartition, Long> discovered = new LinkedHashMap<>();
  private final List<Map<SourcePartition, PartitionProgress>> progress = new ArrayList<>();
  private final List<Map<String, List<String>>> files = new ArrayList<>();
  private final Map<String, List<Place>> content;
  private final Set<String> prepared = new HashSet<>();
  private final Map<String, Integer> losses;
  private final PendingCommits pending;
  private final Settler settler;
  private End end = End.NORMAL;
  private long checkpoints;

  /**
   * @param state that the run starts from, or null
   */
  SimulatedJob(World world, String pipeline, Topics topics, int parallelism, Checkpoint state) {
    this.world = world;
    this.pipeline = pipeline;
    this.topics = topics;
    this.ledger = LEDGER + pipeline;
    this.parallelism = parallelism;
    this.content = world.files;
    this.losses = state == null ? world.losses() : state.losses();
    for (int i = 0; i < parallelism; i++) {
      progress.add(new HashMap<>());
      files.add(new HashMap<>());
    }
    this.pending = new PendingCommits(ledger);
    this.settler =
        new Settler(pending, this::commit, new StartRaiser(world.book), this::storeOffsets, ledger);
    this.checkpoints = world.nextCheckpoint();
  }

  /** Opens the committer with the state that it had, if any. */
  void openCommitter(Checkpoint state) {
    world.lake.make(ledger);
    if (state != null) {
      pending.restore(state.committer());
    }
    pending.forgetCounted(world.lake.marks(ledger));
    settle(Long.MAX_VALUE);
  }

  Map<SourcePartition, Long> discovered() {
    return discovered;
  }

  /** Whether a partition is read. */
  boolean reads(SourcePartition partition) {
    return gates.containsKey(partition);
  }

  List<SourcePartition> partitions() {
    return List.copyOf(gates.keySet());
  }

  /** Begins to read a partition, as the reader does when it is assigned. */
  void assign(Split split) {
    SourcePartition partition = split.partition();
    Log log = world.kafka.log(partition);
    Map<String, TableFilter> filters = new HashMap<>();
    for (String table : topics.tablesOf(partition.topic())) {
      TableStart start = split.starts().getOrDefault(table, TableStart.BEGINNING);
      StartRecord record = world.book.read().record(table, partition);
      filters.put(
          table, world.wiring.filter(table, start, world.lake.state(table), partition, record));
    }
    long counted = world.lake.marks(ledger).of(partition).orElse(0);
    GatedPartition gated = new GatedPartition(partition, filters, ledger, counted);
    Map<Integer, Contract> contracts = new HashMap<>();
    topics
        .contractsOf(partition.topic())
        .forEach(contract -> contracts.put(SimulatedContracts.kindOf(contract), contract));
    long from = gated.resumeAt(split.offset(), log.start);
    if (from < log.start && !world.wiring.clamps()) {
      throw new OutOfRange(gated, log.start);
    }
    gates.put(partition, new Gate(split, gated, contracts, from));
    discovered.putIfAbsent(partition, split.offset());
  }

  /** Reads some offsets of a partition. */
  void poll(SourcePartition partition, int most) {
    Gate gate = gates.get(partition);
    Log log = world.kafka.log(partition);
    if (gate == null || log == null) {
      return;
    }
    announce(gate);
    long stable = log.stable();
    long next = gate.position;
    for (int left = most; left > 0 && next < stable; left--) {
      if (next < log.start) {
        throw new OutOfRange(gate.partition, log.start);
      }
      Entry entry = log.entries.get((int) next);
      if (entry.what == What.RECORD) {
        pass(gate, next, entry);
      } else if (world.wiring.followsPosition()) {
        gate.position = next + 1;
        emit(gate, new Gated(gate.partition, next, -1, RecordOutcome.POSITION, null, null));
      }
      next++;
    }
    if (world.wiring.followsPosition()) {
      gate.position = next;
    }
  }

  private void announce(Gate gate) {
    if (!gate.announced) {
      gate.announced = true;
      emit(
          gate,
          new Gated(gate.partition, gate.position - 1, -1, RecordOutcome.POSITION, null, null));
    }
  }

  /** As the gate does it. */
  private void pass(Gate gate, long offset, Entry entry) {
    gate.position = offset + 1;
    if (offset < gate.partition.neededFrom()) {
      emit(gate, outcome(gate, offset, RecordOutcome.IN_PLACE, null));
      return;
    }
    Contract contract = gate.contracts.get(entry.kind);
    if (contract == null) {
      emit(gate, outcome(gate, offset, RecordOutcome.UNMATCHED, null));
      return;
    }
    String table = contract.table().name();
    if (gate.partition.isBefore(table, offset)) {
      emit(gate, outcome(gate, offset, RecordOutcome.IN_PLACE, null));
      return;
    }
    boolean hasPlace = gate.partition.hasPlace(table, offset);
    if (entry.isDead) {
      if (!hasPlace) {
        world.letters.merge(new Place(gate.partition.source(), offset), 1, Integer::sum);
      }
      emit(gate, outcome(gate, offset, RecordOutcome.DEAD, null));
      return;
    }
    if (!hasPlace && prepared.add(table)) {
      world.lake.make(table);
    }
    Row row =
        hasPlace
            ? null
            : new Row(new RowLayout(contract.name(), contract.table(), NO_COLUMNS), new Object[0]);
    emit(gate, outcome(gate, offset, RecordOutcome.CLEAN, row));
  }

  private static Gated outcome(Gate gate, long offset, RecordOutcome outcome, Row row) {
    return new Gated(gate.partition, offset, -1, outcome, null, row);
  }

  private void emit(Gate gate, Gated gated) {
    SourcePartition source = gate.partition.source();
    int subtask = Math.floorMod(source.partition(), parallelism);
    progress
        .get(subtask)
        .computeIfAbsent(source, partition -> new PartitionProgress(gate.partition))
        .add(gated);
    if (gated.row() != null) {
      String table = gated.row().layout().table();
      List<String> open = files.get(subtask).computeIfAbsent(table, t -> new ArrayList<>());
      if (open.isEmpty()) {
        String file = "file" + content.size();
        content.put(file, new ArrayList<>());
        open.add(file);
      }
      content.get(open.get(0)).add(new Place(source, gated.offset()));
    }
  }

  /** Takes a checkpoint; gives it where it completes. */
  Checkpoint checkpoint(End how) {
    long id = checkpoints++;
    for (int i = 0; i < parallelism; i++) {
      WriterReport report = new WriterReport(new HashMap<>(), Map.copyOf(files.get(i)));
      for (PartitionProgress at : progress.get(i).values()) {
        if (at.isNews()) {
          report.add(at);
          at.reset();
        }
      }
      files.get(i).clear();
      if (!report.partitions().isEmpty()) {
        pending.add(WriterReport.parse(report.toJson()));
      }
    }
    pending.seal(id, topics);
    Map<SourcePartition, Split> splits = new LinkedHashMap<>();
    gates.forEach(
        (partition, gate) ->
            splits.put(partition, new Split(partition, gate.position, gate.split.starts())));
    Map<String, Set<String>> tables = new HashMap<>();
    discovered
        .keySet()
        .forEach(
            partition ->
                tables.put(partition.topic(), Set.copyOf(topics.tablesOf(partition.topic()))));
    Checkpoint done =
        new Checkpoint(
            splits,
            Map.copyOf(discovered),
            tables,
            pending.save(),
            world.lineage(pipeline),
            losses);
    if (how == End.BEFORE_COMPLETION) {
      throw new SimulatedCrash();
    }
    world.completed(pipeline, done);
    if (how == End.NOT_NOTIFIED) {
      return done;
    }
    if (how == End.BEFORE_COMMIT) {
      throw new SimulatedCrash();
    }
    end = how;
    if (how == End.WITHIN_STARTS) {
      world.book.crashAfter(1);
    }
    try {
      settle(id);
    } finally {
      end = End.NORMAL;
      world.book.heal();
    }
    return done;
  }

  private void settle(long upTo) {
    List<Sealed> all = pending.upTo(upTo);
    settler.upTo(upTo);
    for (Sealed sealed : all) {
      sealed
          .waiting()
          .forEach(
              (table, spans) ->
                  spans.forEach(
                      (partition, span) -> world.durable(table, partition, span.to(), losses)));
    }
  }

  /** As the real committer does it: looks at all tables first, then commits one after the other. */
  private Map<String, String> commit(Sealed sealed) {
    Map<String, String> ids = new HashMap<>();
    for (TableCommit commit : sealed.tables()) {
      SimulatedTable table = world.lake.find(commit.table());
      if (table == null) {
        throw new ConflictException("table " + commit.table() + " is gone");
      }
      Marks unused = table.marks();
      ids.put(commit.table(), table.id);
    }
    for (TableCommit commit : sealed.tables()) {
      SimulatedTable table = world.lake.find(commit.table());
      Marks before = table.marks();
      if (CommitDecision.of(commit, before) == CommitDecision.APPLY) {
        List<Place> rows = new ArrayList<>();
        commit.files().forEach(file -> rows.addAll(content.get(file)));
        table.append(before.moved(commit.positions(), pipeline), rows);
        commit
            .positions()
            .forEach((partition, to) -> world.durable(commit.table(), partition, to, losses));
      }
      if (end == End.REPLY_LOST) {
        throw new SimulatedCrash();
      }
    }
    if (end == End.BEFORE_STARTS) {
      throw new SimulatedCrash();
    }
    return ids;
  }

  private void storeOffsets(Map<SourcePartition, Long> positions) {
    if (end == End.BEFORE_OFFSETS) {
      throw new SimulatedCrash();
    }
    world.storeGroup(pipeline, positions);
  }
}
