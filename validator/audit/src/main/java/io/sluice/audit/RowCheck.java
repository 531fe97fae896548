package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.row.AuditRow;
import io.sluice.offset.Coordinates;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the rows of one file: which records they are of, and whether what they say of themselves
 * can be true. What needs the record itself is looked at later.
 */
final class RowCheck implements Consumer<AuditRow> {

  /** How far the clocks of two machines may be apart. */
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  /** The gate may judge its first records before the committer has noted the contract. */
  private static final Duration STARTING = Duration.ofMinutes(10);

  /** What is known of the rows of one partition. */
  private static final class Part {
    private final @Nullable SourceTopic topic;
    private final @Nullable PartitionPlaces places;
    private final @Nullable Limit limit;
    private final boolean isTarget;
    private final long mark;
    private final long beginOfLedger;
    private final boolean isCertain;
    private final List<LedgerRange> entries;
    private final RowsFound rows = new RowsFound();
    private int entry;

    /** The version that was asked for last, with the table that its contract writes to. */
    private @Nullable String version;

    private KnownContracts.@Nullable Version known;
    private @Nullable String target;

    /** No row of the version was judged before: microseconds since the epoch. */
    private long earliest;

    private Part(
        @Nullable SourceTopic topic,
        @Nullable PartitionPlaces places,
        @Nullable Limit limit,
        boolean isTarget,
        long mark,
        long beginOfLedger,
        boolean isCertain,
        List<LedgerRange> entries) {
      this.topic = topic;
      this.places = places;
      this.limit = limit;
      this.isTarget = isTarget;
      this.mark = mark;
      this.beginOfLedger = beginOfLedger;
      this.isCertain = isCertain;
      this.entries = entries;
    }

    /** The entry of the ledger that counted an offset, or null. */
    private @Nullable LedgerRange entry(long offset) {
      if (entry < entries.size() && holds(entries.get(entry), offset)) {
        return entries.get(entry);
      }
      int low = 0;
      int high = entries.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        LedgerRange one = entries.get(middle);
        if (holds(one, offset)) {
          entry = middle;
          return one;
        }
        if (offset < one.from()) {
          high = middle - 1;
        } else {
          low = middle + 1;
        }
      }
      return null;
    }

    private static boolean holds(LedgerRange entry, long offset) {
      return offset >= entry.from() && offset < entry.to();
    }
  }

  private record Repaired(PartitionPlaces places, long offset) {}

  private record Noticed(Kind kind, Coordinates at, String message) {}

  private final TableScan.Context context;
  private final AuditedTable table;

  /** Microseconds since the epoch. */
  private final long latest;

  private final Map<String, Map<String, Map<Integer, Part>>> parts = new HashMap<>();
  private final List<Repaired> repaired = new ArrayList<>();

  /** The part of the row before, which is that of most rows. */
  private @Nullable Part lastPart;

  private @Nullable String lastTopic;
  private @Nullable String lastId;
  private int lastPartition;

  private final List<Noticed> noticed = new ArrayList<>();
  private final boolean hasTime;
  private final boolean hasWarnings;

  RowCheck(TableScan.Context context, Instant committed) {
    this.context = context;
    this.table = context.table();
    this.hasTime = context.columns().findField("_validated_at") != null;
    this.hasWarnings = context.columns().findField("_warnings") != null;
    this.latest = committed.equals(Instant.MAX) ? Long.MAX_VALUE : micros(committed.plus(CLOCKS));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  @Override
  public void accept(AuditRow row) {
    String topic = row.topic();
    long offset = row.offset();
    if (topic == null || row.partition() == AuditRow.ABSENT || offset == AuditRow.ABSENT) {
      notice(Kind.STRAY, new Coordinates("" + topic, -1, -1), "a row does not say its record");
      return;
    }
    int partition = Math.toIntExact(Math.min(row.partition(), Integer.MAX_VALUE));
    Coordinates at = new Coordinates(topic, partition, offset);
    String id = row.topicId();
    Part part = lastPart;
    if (part == null
        || lastPartition != partition
        || !topic.equals(lastTopic)
        || !Objects.equals(id, lastId)) {
      part = find(topic, id, partition);
      lastPart = part;
      lastTopic = topic;
      lastId = id;
      lastPartition = partition;
    }
    if (part.topic == null) {
      notice(
          Kind.STRAY,
          at,
          id == null
              ? "no contract reads the topic, and no mark of the table names it"
              : "the topic with id " + id + " is none that the table has read");
      return;
    }
    if (id == null && context.requiresTopicId()) {
      notice(Kind.ALTERED, at, "column _kafka_topic_id is null");
    }
    if (isPlaced(part, at)) {
      add(part, row, offset);
      noteOrigin(row);
      checkItself(part, row, at);
    }
  }

  private Part find(String topic, @Nullable String id, int partition) {
    return parts
        .computeIfAbsent(topic, name -> new HashMap<>())
        .computeIfAbsent(id == null ? "" : id, any -> new HashMap<>())
        .computeIfAbsent(partition, number -> part(topic, id, number));
  }

  private Part part(String topic, @Nullable String id, int partition) {
    SourceTopics sources = context.sources();
    SourceTopic source;
    boolean isCertain = true;
    if (id != null) {
      source = sources.of(topic, id);
    } else {
      var ids = table.marks().idsOf(topic);
      source = sources.onlyOne(topic, ids);
      if (source == null) {
        source = sources.existing(topic);
        isCertain = ids.isEmpty();
        if (ids.isEmpty() && source != null && !source.isDeclared()) {
          source = null;
        }
      }
    }
    boolean isKnown =
        source != null && (source.isDeclared() || !table.marks().idsOf(source.name()).isEmpty());
    if (source == null || !isKnown) {
      return new Part(null, null, null, false, 0, 0, true, List.of());
    }
    long mark =
        isCertain
            ? table.marks().of(source.id(), partition)
            : table.marks().idsOf(topic).stream()
                .mapToLong(one -> table.marks().of(one, partition))
                .max()
                .orElse(0);
    List<LedgerRange> entries = context.ledger().of(source.id(), partition);
    PartitionPlaces places = source.partitions().get(partition);
    return new Part(
        source,
        places,
        places == null ? null : places.limits().get(table.name()),
        context.allVersions().tablesOf(source.name()).contains(table.name()),
        mark,
        entries.isEmpty() ? Long.MAX_VALUE : entries.get(0).from(),
        isCertain,
        entries);
  }

  private boolean isPlaced(Part part, Coordinates at) {
    PartitionPlaces places = part.places;
    SourceTopic topic = part.topic;
    if (topic == null || places == null || at.offset() < 0) {
      notice(Kind.STRAY, at, "the source topic has no such partition or offset");
      return false;
    }
    if (at.offset() >= part.mark) {
      notice(Kind.MARKS, at, "the row is not below the table's mark " + part.mark + " of it");
    }
    if (topic.exists() && part.isCertain && at.offset() >= places.range().end()) {
      notice(
          Kind.STRAY, at, "the topic ends at offset " + places.range().end() + ", before the row");
      return false;
    }
    Limit limit = part.limit;
    if (limit == null && topic.isDeclared() && !part.isTarget) {
      notice(Kind.STRAY, at, "no contract has ever written records of this topic to the table");
    } else if (limit != null && limit.reason() == null && at.offset() < limit.first()) {
      boolean wasCounted = at.offset() >= part.beginOfLedger;
      notice(
          wasCounted ? Kind.STARTS : Kind.STRAY,
          at,
          "reading for the table started at offset " + limit.first() + ", after the row");
    }
    return true;
  }

  private void add(Part part, AuditRow row, long offset) {
    if (!part.isCertain) {
      part.rows.addPerhaps(offset);
      return;
    }
    List<String> warnings = row.warnings();
    part.rows.add(offset, warnings != null && !warnings.isEmpty());
    PartitionPlaces places = part.places;
    if (context.values() && places != null && places.range().contains(offset)) {
      part.rows.addHash(offset, row.hash());
    }
  }

  private void noteOrigin(AuditRow row) {
    String topic = row.originTopic();
    // of several topics of one name, the row does not say which one it means
    SourceTopic origin =
        topic == null || context.sources().isAmbiguous(topic)
            ? null
            : context.sources().existing(topic);
    if (origin != null
        && row.originPartition() != AuditRow.ABSENT
        && row.originOffset() != AuditRow.ABSENT) {
      PartitionPlaces places =
          origin
              .partitions()
              .get(Math.toIntExact(Math.min(row.originPartition(), Integer.MAX_VALUE)));
      if (places != null) {
        repaired.add(new Repaired(places, row.originOffset()));
      }
    }
  }

  /** What the row says of how it was judged. */
  private void checkItself(Part part, AuditRow row, Coordinates at) {
    SourceTopic topic = part.topic;
    if (topic == null || !topic.isDeclared() || !part.isCertain) {
      return;
    }
    checkTime(row, at);
    String version = row.rulesVersion();
    if (version != null && !version.equals(part.version)) {
      part.version = version;
      part.known = context.contracts().of(version);
      part.target = part.known == null ? null : part.known.tableOf(topic.judgedAs());
      Instant firstUsed = part.known == null ? null : part.known.firstUsed();
      part.earliest = firstUsed == null ? AuditRow.ABSENT : micros(firstUsed.minus(STARTING));
    }
    KnownContracts.Version known = version == null ? null : part.known;
    if (version == null || known == null) {
      // another pipeline has judged what comes before this one's ledger
      if (version == null || at.offset() >= part.beginOfLedger) {
        notice(Kind.ALTERED, at, "column _rules_version has no version that is known");
      }
      return;
    }
    if (!known.name().equals(row.contract())) {
      notice(
          Kind.ALTERED,
          at,
          "columns _contract and _rules_version do not agree: the version is one of contract "
              + known.name());
    }
    String target = part.target;
    if (target != null && !target.equals(table.name())) {
      notice(Kind.STRAY, at, "contract " + known.name() + " writes its rows to table " + target);
    }
    checkWarnings(row, at, known);
    LedgerRange entry = part.entry(at.offset());
    if (entry != null
        && entry.isExact()
        && !entry.isBefore(table)
        && !entry.rulesVersions().contains(version)) {
      notice(
          Kind.ALTERED,
          at,
          "column _rules_version has a version that did not judge records of this range, by the"
              + " ledger");
    }
    // what another pipeline judged may be older than this one's knowledge of the version
    if (row.validatedAt() != AuditRow.ABSENT
        && row.validatedAt() < part.earliest
        && at.offset() >= part.beginOfLedger) {
      notice(Kind.ALTERED, at, "column _validated_at is before the first use of its rules version");
    }
  }

  private void checkTime(AuditRow row, Coordinates at) {
    if (!hasTime) {
      return;
    }
    if (row.validatedAt() == AuditRow.ABSENT) {
      notice(Kind.ALTERED, at, "column _validated_at is null");
    } else if (row.validatedAt() > latest) {
      notice(Kind.ALTERED, at, "column _validated_at is later than the commit of the row's file");
    }
  }

  private void checkWarnings(AuditRow row, Coordinates at, KnownContracts.Version known) {
    if (!hasWarnings) {
      return;
    }
    List<String> warnings = row.warnings();
    if (warnings == null) {
      notice(Kind.ALTERED, at, "column _warnings is null");
      return;
    }
    for (String warning : warnings) {
      if (!known.mayWarn(warning)) {
        notice(Kind.ALTERED, at, "column _warnings names a rule that does not warn");
        return;
      }
    }
  }

  private void notice(Kind kind, Coordinates at, String message) {
    noticed.add(new Noticed(kind, at, message));
  }

  /** Puts what was found in its place, once the whole file was read. */
  void settle(Findings findings) {
    parts
        .values()
        .forEach(
            ids ->
                ids.values()
                    .forEach(
                        partitions ->
                            partitions
                                .values()
                                .forEach(
                                    part -> {
                                      if (part.places != null) {
                                        part.places.add(table.name(), part.rows);
                                      }
                                    })));
    repaired.forEach(one -> one.places().addRepaired(one.offset()));
    noticed.forEach(one -> findings.add(one.kind(), one.at(), table.name(), one.message()));
  }
}
