package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LedgerEntry;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.value.RowHash;
import io.sluice.offset.Coordinates;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the rows of one file: which records they are of, and whether what they say of themselves
 * can be true. What needs the record itself is looked at later.
 */
final class RowCheck implements Consumer<Record> {

  /** How far the clocks of two machines may be apart. */
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  /** The gate may judge its first records before the committer has noted the contract. */
  private static final Duration STARTING = Duration.ofMinutes(10);

  /** What is known of the rows of one partition. */
  private static final class Part {
    private final @Nullable SourceTopic topic;
    private final @Nullable PartitionPlaces places;
    private final long mark;
    private final long beginOfLedger;
    private final boolean isCertain;
    private final List<LedgerEntry> entries;
    private final RowsFound rows = new RowsFound();
    private int entry;

    /** The version that was asked for last, with the table that its contract writes to. */
    private @Nullable String version;

    private KnownContracts.@Nullable Version known;
    private @Nullable String target;

    private Part(
        @Nullable SourceTopic topic,
        @Nullable PartitionPlaces places,
        long mark,
        long beginOfLedger,
        boolean isCertain,
        List<LedgerEntry> entries) {
      this.topic = topic;
      this.places = places;
      this.mark = mark;
      this.beginOfLedger = beginOfLedger;
      this.isCertain = isCertain;
      this.entries = entries;
    }

    /** The entry of the ledger that counted an offset, or null. */
    private @Nullable LedgerEntry entry(long offset) {
      if (entry < entries.size() && holds(entries.get(entry), offset)) {
        return entries.get(entry);
      }
      int low = 0;
      int high = entries.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        LedgerEntry one = entries.get(middle);
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

    private static boolean holds(LedgerEntry entry, long offset) {
      return offset >= entry.from() && offset < entry.to();
    }
  }

  private record Repaired(PartitionPlaces places, long offset) {}

  private record Noticed(Kind kind, Coordinates at, String message) {}

  private final TableScan.Context context;
  private final AuditedTable table;
  private final @Nullable RowHash hash;

  /** Seconds since the epoch. */
  private final long latest;

  private final Map<String, Map<String, Map<Integer, Part>>> parts = new HashMap<>();
  private final List<Repaired> repaired = new ArrayList<>();

  /** The part of the row before, which is that of most rows. */
  private @Nullable Part lastPart;

  private @Nullable String lastTopic;
  private @Nullable String lastId;
  private int lastPartition;

  private final List<Noticed> noticed = new ArrayList<>();
  private final int topicAt;
  private final int partitionAt;
  private final int offsetAt;
  private final int topicIdAt;
  private final int originTopic;
  private final int originPartition;
  private final int originOffset;
  private final int warningsAt;
  private final int rulesVersion;
  private final int contractAt;
  private final int validatedAt;

  RowCheck(TableScan.Context context, Instant committed) {
    this.context = context;
    this.table = context.table();
    this.latest =
        committed.equals(Instant.MAX) ? Long.MAX_VALUE : committed.plus(CLOCKS).getEpochSecond();
    this.hash = context.values() ? new RowHash(context.columns()) : null;
    this.topicAt = position("_kafka_topic");
    this.partitionAt = position("_kafka_partition");
    this.offsetAt = position("_kafka_offset");
    this.topicIdAt = position("_kafka_topic_id");
    this.originTopic = position("_origin_topic");
    this.originPartition = position("_origin_partition");
    this.originOffset = position("_origin_offset");
    this.warningsAt = position("_warnings");
    this.rulesVersion = position("_rules_version");
    this.contractAt = position("_contract");
    this.validatedAt = position("_validated_at");
  }

  /** Where a column is in rows, -1 where the table has none of that name. */
  private int position(String column) {
    int at = 0;
    for (Types.NestedField field : context.columns().columns()) {
      if (field.name().equals(column)) {
        return at;
      }
      at++;
    }
    return -1;
  }

  @Override
  public void accept(Record row) {
    String topic = text(row, topicAt);
    Integer partition = (Integer) field(row, partitionAt);
    Long offset = (Long) field(row, offsetAt);
    if (topic == null || partition == null || offset == null) {
      notice(Kind.STRAY, new Coordinates("" + topic, -1, -1), "a row does not say its record");
      return;
    }
    Coordinates at = new Coordinates(topic, partition, offset);
    String id = context.hasTopicId() ? text(row, topicIdAt) : null;
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
    Sources sources = context.sources();
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
      return new Part(null, null, 0, 0, true, List.of());
    }
    long mark =
        isCertain
            ? table.marks().of(source.id(), partition)
            : table.marks().idsOf(topic).stream()
                .mapToLong(one -> table.marks().of(one, partition))
                .max()
                .orElse(0);
    List<LedgerEntry> entries = context.ledger().of(source.id(), partition);
    return new Part(
        source,
        source.partitions().get(partition),
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
    Limit limit = places.limits().get(table.name());
    if (limit == null && topic.isDeclared()) {
      notice(Kind.STRAY, at, "no contract writes records of this topic to the table");
    } else if (limit != null && limit.reason() == null && at.offset() < limit.first()) {
      boolean wasCounted = at.offset() >= part.beginOfLedger;
      notice(
          wasCounted ? Kind.STARTS : Kind.STRAY,
          at,
          "reading for the table started at offset " + limit.first() + ", after the row");
    }
    return true;
  }

  private void add(Part part, Record row, long offset) {
    if (!part.isCertain) {
      part.rows.addPerhaps(offset);
      return;
    }
    List<?> warnings = (List<?>) field(row, warningsAt);
    part.rows.add(offset, warnings != null && !warnings.isEmpty());
    PartitionPlaces places = part.places;
    if (hash != null && places != null && places.range().contains(offset)) {
      part.rows.addHash(offset, hash.of(offset, row));
    }
  }

  private void noteOrigin(Record row) {
    String topic = text(row, originTopic);
    Integer partition = (Integer) field(row, originPartition);
    Long offset = (Long) field(row, originOffset);
    // of several topics of one name, the row does not say which one it means
    SourceTopic origin =
        topic == null || context.sources().isAmbiguous(topic)
            ? null
            : context.sources().existing(topic);
    if (origin != null && partition != null && offset != null) {
      PartitionPlaces places = origin.partitions().get(partition);
      if (places != null) {
        repaired.add(new Repaired(places, offset));
      }
    }
  }

  /** What the row says of how it was judged. */
  private void checkItself(Part part, Record row, Coordinates at) {
    SourceTopic topic = part.topic;
    if (topic == null || !topic.isDeclared() || !part.isCertain) {
      return;
    }
    checkTime(row, at);
    String version = text(row, rulesVersion);
    if (version != null && !version.equals(part.version)) {
      part.version = version;
      part.known = context.contracts().of(version);
      part.target =
          part.known == null
              ? null
              : part.known.tableOf(topic.origin() == null ? topic.name() : topic.origin());
    }
    KnownContracts.Version known = version == null ? null : part.known;
    if (version == null || known == null) {
      // another pipeline has judged what comes before this one's ledger
      if (version == null || at.offset() >= part.beginOfLedger) {
        notice(Kind.ALTERED, at, "column _rules_version has no version that is known");
      }
      return;
    }
    if (!known.name().equals(text(row, contractAt))) {
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
    LedgerEntry entry = part.entry(at.offset());
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
    OffsetDateTime validated = (OffsetDateTime) field(row, validatedAt);
    Instant firstUsed = known.firstUsed();
    // what another pipeline judged may be older than this one's knowledge of the version
    if (validated != null
        && firstUsed != null
        && at.offset() >= part.beginOfLedger
        && validated.toInstant().isBefore(firstUsed.minus(STARTING))) {
      notice(Kind.ALTERED, at, "column _validated_at is before the first use of its rules version");
    }
  }

  private void checkTime(Record row, Coordinates at) {
    if (validatedAt < 0) {
      return;
    }
    OffsetDateTime validated = (OffsetDateTime) field(row, validatedAt);
    if (validated == null) {
      notice(Kind.ALTERED, at, "column _validated_at is null");
    } else if (validated.toEpochSecond() > latest) {
      notice(Kind.ALTERED, at, "column _validated_at is later than the commit of the row's file");
    }
  }

  private void checkWarnings(Record row, Coordinates at, KnownContracts.Version known) {
    if (warningsAt < 0) {
      return;
    }
    List<?> warnings = (List<?>) field(row, warningsAt);
    if (warnings == null) {
      notice(Kind.ALTERED, at, "column _warnings is null");
      return;
    }
    for (Object warning : warnings) {
      if (!known.mayWarn(String.valueOf(warning))) {
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

  private static @Nullable String text(Record row, int at) {
    Object value = field(row, at);
    return value == null ? null : value.toString();
  }

  private static @Nullable Object field(Record row, int at) {
    return at < 0 ? null : row.get(at);
  }
}
