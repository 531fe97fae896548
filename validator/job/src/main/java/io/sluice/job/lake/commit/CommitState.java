package io.sluice.job.lake.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.job.lake.commit.PendingCommits.Sealed;
import io.sluice.job.lake.commit.TableCommit.Span;
import io.sluice.job.lake.ledger.LedgerEntry;
import io.sluice.job.lake.ledger.Tally;
import io.sluice.job.lake.write.WriterReport;
import io.sluice.kafka.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of the committer, in the form that checkpoints store.
 *
 * @param sealed commits that wait for their checkpoint to complete
 * @param reached by table, how far earlier commits of this lineage reached
 * @param idle by table, spans that wait until its marks are moved
 * @param entries the ledger entries that wait with it
 */
record CommitState(
    List<Sealed> sealed,
    Map<String, Map<SourcePartition, Long>> reached,
    Map<String, Map<SourcePartition, Span>> idle,
    List<LedgerEntry> entries) {

  private static final ObjectMapper JSON = new ObjectMapper();

  String toJson() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode all = root.putArray("sealed");
    for (Sealed one : sealed) {
      ObjectNode node = all.addObject();
      node.put("checkpoint", one.checkpoint());
      writeOffsets(node.putArray("positions"), one.positions());
      writeOffsets(node.putArray("newest"), one.newest());
      ArrayNode tables = node.putArray("tables");
      one.tables().forEach(commit -> write(tables.addObject(), commit));
      writeSpans(node.putArray("waiting"), one.waiting());
    }
    ArrayNode tables = root.putArray("reached");
    reached.forEach(
        (table, offsets) -> {
          ObjectNode node = tables.addObject();
          node.put("table", table);
          writeOffsets(node.putArray("offsets"), offsets);
        });
    writeSpans(root.putArray("idle"), idle);
    writeEntries(root.putArray("entries"), entries);
    return root.toString();
  }

  private static void writeSpans(ArrayNode array, Map<String, Map<SourcePartition, Span>> byTable) {
    byTable.forEach(
        (table, spans) ->
            write(array.addObject(), new TableCommit(table, List.of(), List.of(), spans)));
  }

  private static Map<String, Map<SourcePartition, Span>> readSpans(JsonNode array)
      throws JsonProcessingException {
    Map<String, Map<SourcePartition, Span>> byTable = new HashMap<>();
    for (JsonNode node : array) {
      TableCommit waiting = readCommit(node);
      byTable.put(waiting.table(), waiting.spans());
    }
    return byTable;
  }

  private static void write(ObjectNode node, TableCommit commit) {
    node.put("table", commit.table());
    ArrayNode files = node.putArray("files");
    commit.files().forEach(files::add);
    writeEntries(node.putArray("entries"), commit.entries());
    ArrayNode spans = node.putArray("spans");
    commit
        .spans()
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

  static CommitState parse(String saved) {
    try {
      return read(JSON.readTree(saved));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the committer's state cannot be read", e);
    }
  }

  private static CommitState read(JsonNode root) throws JsonProcessingException {
    List<Sealed> sealed = new ArrayList<>();
    for (JsonNode node : root.path("sealed")) {
      List<TableCommit> commits = new ArrayList<>();
      for (JsonNode table : node.path("tables")) {
        commits.add(readCommit(table));
      }
      sealed.add(
          new Sealed(
              node.path("checkpoint").asLong(),
              commits,
              readSpans(node.path("waiting")),
              readOffsets(node.path("positions")),
              readOffsets(node.path("newest"))));
    }
    Map<String, Map<SourcePartition, Long>> reached = new HashMap<>();
    for (JsonNode node : root.path("reached")) {
      reached.put(node.path("table").asText(), readOffsets(node.path("offsets")));
    }
    return new CommitState(
        sealed, reached, readSpans(root.path("idle")), readEntries(root.path("entries")));
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
