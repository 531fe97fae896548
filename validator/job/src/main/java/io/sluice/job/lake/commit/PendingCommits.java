package io.sluice.job.lake.commit;

import io.sluice.job.lake.commit.TableCommit.Span;
import io.sluice.job.lake.ledger.LedgerEntry;
import io.sluice.job.lake.ledger.Tally;
import io.sluice.job.lake.write.WriterReport;
import io.sluice.job.mark.Marks;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The commits that wait for their checkpoint to complete, and the positions that earlier commits
 * reached. This is the committer's state.
 */
final class PendingCommits {

  /**
   * The marks of a table without new rows move only at every sixth checkpoint. Ledger entries wait
   * until then too.
   */
  private static final int IDLE_CHECKPOINTS = 6;

  /**
   * The commits of one checkpoint.
   *
   * @param waiting by table, spans of tables to which this checkpoint adds no row, so their marks
   *     do not move yet
   * @param newest highest Kafka timestamps of the records, -1 for none
   */
  record Sealed(
      long checkpoint,
      List<TableCommit> tables,
      Map<String, Map<SourcePartition, Span>> waiting,
      Map<SourcePartition, Long> positions,
      Map<SourcePartition, Long> newest) {}

  private final String ledger;

  private final List<WriterReport> reports = new ArrayList<>();
  private final TreeMap<Long, Sealed> sealed = new TreeMap<>();
  private final Map<String, Map<SourcePartition, Long>> reached = new HashMap<>();

  /** Spans of tables without rows, kept until their marks move. */
  private final Map<String, Map<SourcePartition, Span>> idle = new HashMap<>();

  private final Map<String, Integer> idleFor = new HashMap<>();

  /** Ledger entries that wait for the entries for later checkpoints. */
  private final List<LedgerEntry> entries = new ArrayList<>();

  /**
   * @param ledger the table of the pipeline's ledger
   */
  PendingCommits(String ledger) {
    this.ledger = ledger;
  }

  void add(WriterReport report) {
    reports.add(report);
  }

  List<Sealed> upTo(long checkpoint) {
    return List.copyOf(sealed.headMap(checkpoint, true).values());
  }

  void remove(Sealed done) {
    sealed.remove(done.checkpoint());
  }

  /** Turns the reports since the last barrier into the commits for a checkpoint. */
  void seal(long checkpoint, Topics topics) {
    if (reports.isEmpty() && idle.isEmpty()) {
      return;
    }
    Map<SourcePartition, Long> positions = new HashMap<>();
    Map<SourcePartition, Long> newest = new HashMap<>();
    Map<String, List<String>> files = new LinkedHashMap<>();
    Map<String, Map<SourcePartition, Span>> spans = new LinkedHashMap<>(idle);
    Set<String> moved = new HashSet<>();
    for (WriterReport report : reports) {
      report
          .tables()
          .forEach(
              (table, added) -> files.computeIfAbsent(table, t -> new ArrayList<>()).addAll(added));
      report
          .partitions()
          .forEach(
              (partition, passed) -> {
                if (passed.tally().hasNews()) {
                  entries.add(new LedgerEntry(partition, checkpoint, passed.tally()));
                }
                if (passed.moved()) {
                  positions.put(partition, passed.tally().to());
                  newest.put(partition, passed.tally().lastTimestamp());
                  moved.addAll(extend(spans, partition, passed, topics));
                }
              });
    }
    if (!spans.keySet().containsAll(files.keySet())) {
      throw new IllegalStateException("data files without a record that passed: " + files);
    }
    reports.clear();
    idle.clear();
    List<TableCommit> commits = splitDueFromIdle(spans, files);
    if (!commits.isEmpty() || !positions.isEmpty()) {
      Map<String, Map<SourcePartition, Span>> waiting = new LinkedHashMap<>();
      idle.forEach(
          (table, span) -> {
            if (moved.contains(table)) {
              waiting.put(table, Map.copyOf(span));
            }
          });
      waiting.remove(ledger);
      sealed.put(checkpoint, new Sealed(checkpoint, commits, waiting, positions, newest));
    }
  }

  /** Creates the commits of tables that are due, and adds the others to {@link #idle}. */
  private List<TableCommit> splitDueFromIdle(
      Map<String, Map<SourcePartition, Span>> spans, Map<String, List<String>> files) {
    List<TableCommit> commits = new ArrayList<>();
    // the ledger goes last, so the tables have everything it counts, even after a crash
    Map<String, Map<SourcePartition, Span>> ordered = new LinkedHashMap<>(spans);
    Map<SourcePartition, Span> ofLedger = ordered.remove(ledger);
    if (ofLedger != null) {
      ordered.put(ledger, ofLedger);
    }
    ordered.forEach(
        (table, span) -> {
          boolean isLedger = table.equals(ledger);
          List<String> added = files.getOrDefault(table, List.of());
          boolean isDue = incrementIdle(table) >= IDLE_CHECKPOINTS;
          boolean waits = !isDue || (!isLedger && hasNeverHadRows(table, span));
          if (added.isEmpty() && waits) {
            idle.put(table, span);
            return;
          }
          idleFor.remove(table);
          commits.add(
              new TableCommit(table, added, isLedger ? List.copyOf(entries) : List.of(), span));
          if (isLedger) {
            entries.clear();
          }
          span.forEach(
              (partition, one) ->
                  reached
                      .computeIfAbsent(table, t -> new HashMap<>())
                      .merge(partition, one.to(), Math::max));
        });
    return commits;
  }

  /** Whether the table has never had a row, and therefore might not exist. */
  private boolean hasNeverHadRows(String table, Map<SourcePartition, Span> span) {
    return !reached.containsKey(table) && span.values().stream().allMatch(one -> one.base() == 0);
  }

  private int incrementIdle(String table) {
    return idleFor.merge(table, 1, Integer::sum);
  }

  /** Extends the spans of the tables that a partition feeds, and returns their names. */
  private Set<String> extend(
      Map<String, Map<SourcePartition, Span>> spans,
      SourcePartition partition,
      WriterReport.Passed passed,
      Topics topics) {
    Set<String> tables = new LinkedHashSet<>(topics.tablesOf(partition.topic()));
    tables.add(ledger);
    for (String table : tables) {
      long filter = passed.marks().getOrDefault(table, 0L);
      long before = reached.getOrDefault(table, Map.of()).getOrDefault(partition, 0L);
      long first =
          table.equals(ledger)
              ? firstCounted(passed.tally())
              : passed.first().getOrDefault(table, Span.NO_ROWS);
      spans
          .computeIfAbsent(table, t -> new LinkedHashMap<>())
          .merge(
              partition,
              new Span(Math.max(before, filter), first, passed.tally().to()),
              (one, next) ->
                  new Span(
                      Math.max(one.base(), next.base()),
                      Math.min(one.first(), next.first()),
                      Math.max(one.to(), next.to())));
    }
    return tables;
  }

  private static long firstCounted(Tally tally) {
    return tally.from() < tally.to() ? tally.from() : Span.NO_ROWS;
  }

  String save() {
    return new CommitState(List.copyOf(sealed.values()), reached, idle, entries).toJson();
  }

  void restore(String saved) {
    CommitState state = CommitState.parse(saved);
    state.sealed().forEach(one -> sealed.put(one.checkpoint(), one));
    reached.putAll(state.reached());
    idle.putAll(state.idle());
    entries.addAll(state.entries());
  }

  /**
   * Removes entries that the ledger already has. A job that is restored from an older checkpoint
   * can have some.
   *
   * @param marks of the ledger as it is now
   */
  void forgetCounted(Marks marks) {
    entries.removeIf(entry -> entry.tally().to() <= marks.of(entry.partition()).orElse(0));
    Map<SourcePartition, Span> waiting = idle.get(ledger);
    if (waiting != null) {
      waiting.replaceAll(
          (partition, span) -> new Span(span.base(), firstWaiting(partition), span.to()));
    }
  }

  private long firstWaiting(SourcePartition partition) {
    return entries.stream()
        .filter(entry -> entry.partition().equals(partition))
        .mapToLong(entry -> firstCounted(entry.tally()))
        .min()
        .orElse(Span.NO_ROWS);
  }
}
