package io.sluice.audit.lake;

import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/** The pipeline's ledger: counts of outcomes for each source partition, and its marks. */
public final class LedgerBook {

  private record Place(String topicId, int partition) {}

  private final AuditedTable table;
  private final Map<Place, List<LedgerRange>> entries = new HashMap<>();
  private final Map<String, String> topics = new HashMap<>();
  private final Map<Set<String>, Set<String>> versions = new HashMap<>();

  private LedgerBook(AuditedTable table) {
    this.table = table;
  }

  /** Reads the whole ledger. */
  public static LedgerBook read(AuditedTable table, Findings findings) {
    LedgerBook book = new LedgerBook(table);
    Table found = table.table();
    if (found != null) {
      TableFiles files = new TableFiles(table.name(), found, findings);
      for (TableFiles.File file : files.plan(Expressions.alwaysTrue())) {
        RowList rows =
            files.readRecords(file, found.schema(), Expressions.alwaysTrue(), RowList::new);
        if (rows != null) {
          rows.all().forEach(book::take);
        }
      }
    }
    book.entries.values().forEach(all -> all.sort(Comparator.comparingLong(LedgerRange::from)));
    return book;
  }

  private void take(Record row) {
    LedgerRange entry = entry(row);
    String topicId = String.valueOf(row.getField("topic_id"));
    topics.put(topicId, String.valueOf(row.getField("topic")));
    if (entry.from() < entry.to()) {
      entries
          .computeIfAbsent(
              new Place(topicId, (Integer) row.getField("partition")), place -> new ArrayList<>())
          .add(entry);
    }
  }

  private LedgerRange entry(Record row) {
    Set<String> judged = new HashSet<>();
    ((List<?>) row.getField("rules_versions")).forEach(one -> judged.add(one.toString()));
    boolean isNew = row.struct().field("judged_again") != null;
    Long again = isNew ? (Long) row.getField("judged_again") : null;
    OffsetDateTime countedAt = isNew ? (OffsetDateTime) row.getField("counted_at") : null;
    return new LedgerRange(
        number(row, "from_offset"),
        number(row, "to_offset"),
        number(row, "clean"),
        number(row, "warned"),
        number(row, "dead"),
        number(row, "dropped_tombstone"),
        number(row, "dropped_unmatched"),
        again == null ? -1 : again,
        countedAt == null ? null : countedAt.toInstant(),
        versions.computeIfAbsent(judged, Set::copyOf));
  }

  private static long number(Record row, String column) {
    return (Long) row.getField(column);
  }

  /** The ledger's table. */
  public AuditedTable table() {
    return table;
  }

  /** The entries of a partition in order; they can overlap if someone changed them. */
  public List<LedgerRange> of(String topicId, int partition) {
    return entries.getOrDefault(new Place(topicId, partition), List.of());
  }

  /** The offset up to which the ledger has counted a partition, exclusive. */
  public long mark(String topicId, int partition) {
    return table.marks().of(topicId, partition);
  }

  /** The first counted offset, or null if there is none. */
  public @Nullable Long begin(String topicId, int partition) {
    List<LedgerRange> all = of(topicId, partition);
    return all.isEmpty() ? null : all.get(0).from();
  }

  /** The names of the ledger's topics, by ID. */
  public Map<String, String> topics() {
    return Map.copyOf(topics);
  }

  /** The ledger's partitions of a topic. */
  public Set<Integer> partitions(String topicId) {
    Set<Integer> partitions = new HashSet<>();
    entries
        .keySet()
        .forEach(
            place -> {
              if (place.topicId().equals(topicId)) {
                partitions.add(place.partition());
              }
            });
    return partitions;
  }

  /** Reports changed entries: the job only adds entries, and compaction does not change them. */
  private void requireOnlyAdded(Findings findings) {
    Table found = table.table();
    if (found == null) {
      return;
    }
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(found)) {
      String operation = snapshot.operation();
      if (DataOperations.OVERWRITE.equals(operation) || DataOperations.DELETE.equals(operation)) {
        findings.add(
            Kind.LEDGER,
            table.name(),
            "snapshot " + snapshot.snapshotId() + " changed or deleted entries of the ledger");
      }
    }
  }

  /** Reports entries that overlap, pass the ledger's mark, or count more records than offsets. */
  public void check(Findings findings) {
    requireOnlyAdded(findings);
    entries.forEach(
        (place, all) -> {
          String name = topics.get(place.topicId()) + "/" + place.partition();
          long mark = mark(place.topicId(), place.partition());
          LedgerRange before = null;
          for (LedgerRange entry : all) {
            if (before != null && entry.from() < before.to()) {
              findings.add(
                  Kind.LEDGER,
                  table.name(),
                  "two entries for " + name + " both count offset " + entry.from());
            }
            if (entry.to() > mark) {
              findings.add(
                  Kind.LEDGER,
                  table.name(),
                  "an entry for "
                      + name
                      + " counts up to offset "
                      + entry.to()
                      + ", which is beyond the ledger's mark, "
                      + mark);
            }
            if (entry.all() > entry.to() - entry.from()) {
              findings.add(
                  Kind.LEDGER,
                  table.name(),
                  "an entry for "
                      + name
                      + " counts "
                      + entry.all()
                      + " records for offsets "
                      + entry.from()
                      + " to "
                      + (entry.to() - 1));
            }
            before = entry;
          }
        });
  }
}
