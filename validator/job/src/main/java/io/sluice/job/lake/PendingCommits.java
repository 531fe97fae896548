package io.sluice.job.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.job.SourcePartition;
import io.sluice.job.Topics;
import io.sluice.job.lake.TableCommit.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Commits that wait for their checkpoint to complete, and how far earlier ones of this lineage
 * reached. This is the committer's state.
 */
final class PendingCommits {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** After so many checkpoints without rows, a table's marks are moved all the same. */
  private static final int IDLE_CHECKPOINTS = 6;

  /**
   * Everything of one checkpoint.
   *
   * @param newest greatest Kafka timestamps of what passed, -1 for none
   */
  record Sealed(
      long checkpoint,
      List<TableCommit> tables,
      Map<SourcePartition, Long> positions,
      Map<SourcePartition, Long> newest) {}

  private final String ledger;

  private final List<WriterReport> reports = new ArrayList<>();
  private final TreeMap<Long, Sealed> sealed = new TreeMap<>();
  private final Map<String, Map<SourcePartition, Long>> reached = new HashMap<>();

  /** Positions and filters of tables that had no rows, kept until their marks are moved. */
  private final Map<String, Map<SourcePartition, Span>> idle = new HashMap<>();

  private final Map<String, Integer> idleFor = new HashMap<>();

  /** Entries of the ledger, which go in together with those of the next checkpoints. */
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

  /** Turns the reports since the last barrier into the commits of a checkpoint. */
  void seal(long checkpoint, Topics topics) {
    if (reports.isEmpty() && idle.isEmpty()) {
      return;
    }
    Map<SourcePartition, Long> positions = new HashMap<>();
    Map<SourcePartition, Long> newest = new HashMap<>();
    Map<String, List<String>> files = new LinkedHashMap<>();
    Map<String, Map<SourcePartition, Span>> spans = new LinkedHashMap<>(idle);
    for (WriterReport report : reports) {
      report
          .tables()
          .forEach(
              (table, added) -> files.computeIfAbsent(table, t -> new ArrayList<>()).addAll(added));
      report
          .partitions()
          .forEach(
              (partition, passed) -> {
                entries.add(new LedgerEntry(partition, checkpoint, passed.tally()));
                if (passed.moved()) {
                  positions.put(partition, passed.tally().to());
                  newest.put(partition, passed.tally().lastTimestamp());
                  extend(spans, partition, passed, topics);
                }
              });
    }
    reports.clear();
    idle.clear();
    List<TableCommit> commits = commits(spans, files);
    if (!commits.isEmpty() || !positions.isEmpty()) {
      sealed.put(checkpoint, new Sealed(checkpoint, commits, positions, newest));
    }
  }

  private List<TableCommit> commits(
      Map<String, Map<SourcePartition, Span>> spans, Map<String, List<String>> files) {
    List<TableCommit> commits = new ArrayList<>();
    spans.forEach(
        (table, span) -> {
          boolean isLedger = table.equals(ledger);
          List<String> added = files.getOrDefault(table, List.of());
          boolean waits = (!isLedger && isUnborn(table, span)) || staysIdle(table);
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

  /** Whether the table has never had a row, so that there may be none to put marks into. */
  private boolean isUnborn(String table, Map<SourcePartition, Span> span) {
    return !reached.containsKey(table) && span.values().stream().allMatch(one -> one.base() == 0);
  }

  private boolean staysIdle(String table) {
    return idleFor.merge(table, 1, Integer::sum) < IDLE_CHECKPOINTS;
  }

  private void extend(
      Map<String, Map<SourcePartition, Span>> spans,
      SourcePartition partition,
      WriterReport.Passed passed,
      Topics topics) {
    Set<String> tables = new LinkedHashSet<>(topics.tablesOf(partition.topic()));
    tables.add(ledger);
    for (String table : tables) {
      long filter = passed.filteredBy().getOrDefault(table, 0L);
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
  }

  private static long firstCounted(Tally tally) {
    return tally.from() < tally.to() ? tally.from() : Span.NO_ROWS;
  }

  String save() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode all = root.putArray("sealed");
    for (Sealed one : sealed.values()) {
      ObjectNode node = all.addObject();
      node.put("checkpoint", one.checkpoint());
      writeOffsets(node.putArray("positions"), one.positions());
      writeOffsets(node.putArray("newest"), one.newest());
      ArrayNode tables = node.putArray("tables");
      one.tables().forEach(commit -> write(tables.addObject(), commit));
    }
    ArrayNode tables = root.putArray("reached");
    reached.forEach(
        (table, offsets) -> {
          ObjectNode node = tables.addObject();
          node.put("table", table);
          writeOffsets(node.putArray("offsets"), offsets);
        });
    ArrayNode waiting = root.putArray("idle");
    idle.forEach(
        (table, spans) ->
            write(waiting.addObject(), new TableCommit(table, List.of(), List.of(), spans)));
    writeEntries(root.putArray("entries"), entries);
    return root.toString();
  }

  private static void write(ObjectNode node, TableCommit commit) {
    node.put("table", commit.table());
    ArrayNode files = node.putArray("files");
    commit.files().forEach(files::add);
    writeEntries(node.putArray("entries"), commit.entries());
    ArrayNode spans = node.putArray("spans");
    commit
        .rows()
        .forEach(
            (partition, span) -> {
              ObjectNode one = spans.addObject();
              WriterReport.write(one, partition);
              one.put("base", span.base()).put("first", span.first()).put("to", span.to());
            });
  }

  private static void writeEntries(ArrayNode array, List<LedgerEntry> entries) {
    for (LedgerEntry entry : entries) {
      ObjectNode node = array.addObject();
      WriterReport.write(node, entry.partition());
      node.put("checkpoint", entry.checkpoint());
      node.set("tally", JSON.valueToTree(entry.tally()));
    }
  }

  private static List<LedgerEntry> readEntries(JsonNode array) throws JsonProcessingException {
    List<LedgerEntry> entries = new ArrayList<>();
    for (JsonNode node : array) {
      entries.add(
          new LedgerEntry(
              WriterReport.read(node),
              node.path("checkpoint").asLong(),
              JSON.treeToValue(node.path("tally"), Tally.class)));
    }
    return entries;
  }

  private static void writeOffsets(ArrayNode array, Map<SourcePartition, Long> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          ObjectNode node = array.addObject();
          WriterReport.write(node, partition);
          node.put("offset", offset);
        });
  }

  private static Map<SourcePartition, Long> readOffsets(JsonNode array) {
    Map<SourcePartition, Long> offsets = new HashMap<>();
    array.forEach(node -> offsets.put(WriterReport.read(node), node.path("offset").asLong()));
    return offsets;
  }

  void restore(String saved) {
    try {
      restore(JSON.readTree(saved));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the committer's state cannot be read", e);
    }
  }

  private void restore(JsonNode root) throws JsonProcessingException {
    for (JsonNode node : root.path("sealed")) {
      long checkpoint = node.path("checkpoint").asLong();
      List<TableCommit> commits = new ArrayList<>();
      for (JsonNode table : node.path("tables")) {
        commits.add(readCommit(table));
      }
      sealed.put(
          checkpoint,
          new Sealed(
              checkpoint,
              commits,
              readOffsets(node.path("positions")),
              readOffsets(node.path("newest"))));
    }
    for (JsonNode node : root.path("idle")) {
      TableCommit waiting = readCommit(node);
      idle.put(waiting.table(), waiting.rows());
    }
    for (JsonNode node : root.path("reached")) {
      reached.put(node.path("table").asText(), readOffsets(node.path("offsets")));
    }
    entries.addAll(readEntries(root.path("entries")));
  }

  /**
   * Forgets entries that the ledger has already: a job that is restored from an older checkpoint
   * finds some that a later one has brought in.
   *
   * @param marks of the ledger as it is now
   */
  void forgetCounted(Marks marks) {
    entries.removeIf(entry -> entry.tally().to() <= marks.of(entry.partition()).orElse(0));
    Map<SourcePartition, Span> waiting = idle.get(ledger);
    if (waiting != null) {
      waiting.replaceAll(
          (partition, span) ->
              entries.stream().anyMatch(entry -> entry.partition().equals(partition))
                  ? span
                  : new Span(span.base(), Span.NO_ROWS, span.to()));
    }
  }

  private static TableCommit readCommit(JsonNode node) throws JsonProcessingException {
    List<String> files = new ArrayList<>();
    node.path("files").forEach(file -> files.add(file.asText()));
    Map<SourcePartition, Span> spans = new LinkedHashMap<>();
    for (JsonNode span : node.path("spans")) {
      spans.put(
          WriterReport.read(span),
          new Span(
              span.path("base").asLong(), span.path("first").asLong(), span.path("to").asLong()));
    }
    return new TableCommit(
        node.path("table").asText(), files, readEntries(node.path("entries")), spans);
  }
}
