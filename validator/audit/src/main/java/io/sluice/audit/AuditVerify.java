package io.sluice.audit;

import io.sluice.audit.kafka.KafkaReader;
import io.sluice.audit.kafka.KafkaReader.Span;
import io.sluice.audit.kafka.StartRecords;
import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LakeReader;
import io.sluice.audit.lake.LedgerBook;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.lake.TableMarks;
import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Coverage;
import io.sluice.audit.report.Coverage.How;
import io.sluice.audit.report.Coverage.Reason;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.value.RecordHash;
import io.sluice.audit.value.RecordReader;
import io.sluice.audit.value.SchemaTexts;
import io.sluice.config.CatalogId;
import io.sluice.config.SluiceConfig;
import io.sluice.contract.Contract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Proves for one pipeline that every source record has exactly one place, and that what is there is
 * what was sent. Which records must have their place, it takes from what lasts: marks, start
 * records, and the ledger. Of a record that has a place, a bit or two stay in memory.
 */
public final class AuditVerify {

  private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

  private final SluiceConfig config;
  private final DeclaredTopics declared;
  private final List<Contract> contracts;
  private final AuditOptions options;
  private final SchemaTexts schemas;
  private final AuditProgress progress;
  private final Findings findings = new Findings();
  private final List<String> notes = new ArrayList<>();
  private final List<Coverage> coverage = new ArrayList<>();
  private final long begun = System.nanoTime();

  /**
   * @param schemas where the schemas are that records name
   */
  public AuditVerify(
      SluiceConfig config,
      List<Contract> contracts,
      AuditOptions options,
      SchemaTexts schemas,
      AuditProgress progress) {
    this.config = config;
    this.contracts = List.copyOf(contracts);
    this.declared = new DeclaredTopics(contracts);
    this.options = options;
    this.schemas = schemas;
    this.progress = progress;
  }

  /**
   * Runs the audit.
   *
   * @throws io.sluice.failure.OutageException where something cannot be reached
   */
  public AuditReport run() throws Exception {
    String pipeline = config.pipeline().name();
    ResumeFile resume = new ResumeFile(options.resume(), options.values());
    Map<String, TopicCounts> counts = new TreeMap<>();
    try (KafkaReader kafka = new KafkaReader(config.kafka());
        LakeReader lake = new LakeReader(config.lake().catalog(), findings)) {
      // in the opposite order of how the job writes, so that what is read first is never ahead
      var shown = kafka.stored("sluice-" + pipeline);
      if (shown == null) {
        notes.add(
            "no permission to see the offsets of consumer group sluice-"
                + pipeline
                + ": grant Describe on it");
      }
      LedgerBook ledger = LedgerBook.read(lake.open(config.ledgerTable()), findings);
      ledger.check(findings);
      KnownContracts known =
          new KnownContracts(lake.open(config.ledgerTable() + "_contracts"), contracts, findings);
      StartRecords starts = StartRecords.read(kafka, CatalogId.of(config.lake().catalog()));
      if (!starts.isReadable()) {
        notes.add("no permission to read topic __sluice_starts: grant Describe and Read on it");
      }
      Set<String> topics = chosen(declared.among(kafka.names()));
      DeclaredTopics allVersions = new DeclaredTopics(known.all());
      Map<String, AuditedTable> tables = open(lake, topics, allVersions, ledger);
      requireLedger(ledger.table(), tables.values());
      LimitFinder limits =
          new LimitFinder(ledger, starts, known, config.pipeline().startFrom(), findings);
      SourceFinder finder =
          new SourceFinder(kafka, declared, tables, ledger, limits, options, shown);
      SourceTopics sources = finder.find(topics);
      finder.unreadable().forEach(one -> cover(one));
      TableScan scan =
          new TableScan(sources, ledger, known, allVersions, options.values(), findings, progress);
      for (AuditedTable table : tables.values()) {
        scan.read(table);
      }
      DeadLetters letters =
          new DeadLetters(kafka, sources, ledger, known, pipeline, findings, notes, progress);
      for (SourceTopic topic : sources.all()) {
        if (topic.exists() && topic.isDeclared()) {
          for (String name : allVersions.deadLetterTopicsOf(topic.name())) {
            letters.read(name);
          }
        }
      }
      letters.reportBeyond();
      for (String topic : kafka.withoutSettings()) {
        notes.add(
            "no permission to see the settings of topic "
                + topic
                + ": the audit assumes that it is not compacted and keeps records forever. Grant"
                + " DescribeConfigs on it.");
      }
      try (Work work = new Work(tables, ledger, known, allVersions, letters, counts, resume)) {
        for (SourceTopic topic : sources.all()) {
          work.verify(topic);
        }
      }
    }
    Map<String, AuditReport.Counts> all = new LinkedHashMap<>();
    counts.forEach((topic, one) -> all.put(topic, one.counts()));
    return new AuditReport(
        pipeline, all, List.copyOf(coverage), findings.all(), findings.left(), List.copyOf(notes));
  }

  /**
   * Opens the tables of topics: those that contracts name today, and those that earlier versions
   * named, where they are still there.
   *
   * @param allVersions what all versions of contracts say
   */
  private Map<String, AuditedTable> open(
      LakeReader lake, Set<String> topics, DeclaredTopics allVersions, LedgerBook ledger) {
    Set<String> today = new TreeSet<>();
    topics.forEach(topic -> today.addAll(declared.tablesOf(topic)));
    Set<String> former = new TreeSet<>();
    topics.forEach(topic -> former.addAll(allVersions.tablesOf(topic)));
    if (options.tables().isEmpty()) {
      ledger.topics().values().forEach(topic -> former.addAll(allVersions.tablesOf(topic)));
    }
    Map<String, AuditedTable> tables = new LinkedHashMap<>();
    for (String table : today) {
      tables.put(table, lake.open(table));
    }
    for (String table : former) {
      AuditedTable opened = tables.containsKey(table) ? null : lake.open(table);
      if (opened == null || opened.state() == AuditedTable.State.ABSENT) {
        continue;
      }
      tables.put(table, opened);
      if (opened.table() == null) {
        boolean isDenied = opened.state() == AuditedTable.State.DENIED;
        coverTable(
            opened,
            isDenied ? Reason.NO_RIGHT : Reason.NO_TABLE,
            "an earlier version of a contract wrote to it");
      }
    }
    return tables;
  }

  /** The topics that feed the tables that were asked for. */
  private Set<String> chosen(Set<String> topics) {
    if (options.tables().isEmpty()) {
      return topics;
    }
    Set<String> chosen = new TreeSet<>();
    for (String topic : topics) {
      if (declared.tablesOf(topic).stream().anyMatch(options.tables()::contains)) {
        chosen.add(topic);
      }
    }
    return chosen;
  }

  /** Without its ledger, much of a pipeline is not verified. */
  private void requireLedger(AuditedTable ledger, Collection<AuditedTable> tables) {
    switch (ledger.state()) {
      case ABSENT -> {
        for (AuditedTable table : tables) {
          if (isOwn(table) && TableMarks.hasStarts(Objects.requireNonNull(table.table()))) {
            findings.add(
                Kind.MISSING_TABLE,
                ledger.name(),
                "the pipeline has written table " + table.name() + ", but its ledger is gone");
          }
        }
      }
      case DENIED -> coverTable(ledger, Reason.NO_RIGHT, "no permission to read the ledger");
      case DAMAGED -> coverTable(ledger, Reason.NO_TABLE, "the ledger cannot be read");
      case READABLE -> {
        // what it says is compared later
      }
    }
  }

  private void coverTable(AuditedTable table, Reason reason, String detail) {
    coverage.add(
        new Coverage(
            table.name(),
            "all topics",
            null,
            -1,
            0,
            0,
            How.NOT,
            reason,
            detail,
            true,
            options.accepted().contains(reason)));
  }

  private boolean isOwn(@Nullable AuditedTable table) {
    Table found = table == null ? null : table.table();
    return found != null && config.pipeline().name().equals(found.properties().get("sluice.owner"));
  }

  private void cover(SourceFinder.Unreadable one) {
    for (String table : declared.tablesOf(one.topic())) {
      cover(
          table, one.topic(), null, -1, new Span(0, 0), How.NOT, one.reason(), one.detail(), true);
    }
  }

  private void cover(
      String table,
      String topic,
      @Nullable String topicId,
      int partition,
      Span range,
      How how,
      @Nullable Reason reason,
      String detail,
      boolean isDeclared) {
    if (!options.tables().isEmpty() && !options.tables().contains(table)) {
      return;
    }
    boolean isAccepted = reason != null && options.accepted().contains(reason);
    coverage.add(
        new Coverage(
            table,
            topic,
            topicId,
            partition,
            range.from(),
            range.to(),
            how,
            reason,
            detail,
            isDeclared,
            isAccepted));
  }

  private boolean isTimeOver() {
    Duration most = options.maxTime();
    return most != null && System.nanoTime() - begun > most.toNanos();
  }

  /** The part of an audit that goes from topic to topic. */
  private final class Work implements AutoCloseable {

    private final Map<String, AuditedTable> tables;
    private final LedgerBook ledger;
    private final DeclaredTopics allVersions;
    private final DeadLetters letters;
    private final Map<String, TopicCounts> counts;
    private final ResumeFile resume;
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    private final History history;
    private final BlockingQueue<Tools> idle = new LinkedBlockingQueue<>();

    private Work(
        Map<String, AuditedTable> tables,
        LedgerBook ledger,
        KnownContracts known,
        DeclaredTopics allVersions,
        DeadLetters letters,
        Map<String, TopicCounts> counts,
        ResumeFile resume) {
      this.tables = tables;
      this.ledger = ledger;
      this.allVersions = allVersions;
      this.letters = letters;
      this.counts = counts;
      this.resume = resume;
      this.history = new History(known, allVersions, tables);
      for (int i = 0; i < THREADS; i++) {
        KafkaReader kafka = new KafkaReader(config.kafka());
        RecordReader reader = new RecordReader(schemas);
        idle.add(new Tools(kafka, reader, new ValueRecheck(kafka, reader, known, findings)));
      }
    }

    private void verify(SourceTopic topic) {
      TopicCounts total = new TopicCounts();
      if (topic.isCompacted()) {
        notes.add(
            "topic "
                + topic.name()
                + " is compacted: rows of records that are gone are no findings");
      }
      List<Future<Checked>> parts = new ArrayList<>();
      for (PartitionPlaces places : topic.partitions().values()) {
        parts.add(pool.submit(() -> check(topic, places)));
      }
      for (Future<Checked> one : parts) {
        Checked checked = get(one);
        total.add(checked.part().counts());
        total.ledgered += checked.expired().verified();
        for (String table : checked.fed()) {
          cover(topic, checked.places(), table, checked.expired(), checked.part());
        }
      }
      if (topic.exists() && (topic.isDeclared() || total.source + total.ledgered > 0)) {
        counts.computeIfAbsent(topic.name(), name -> new TopicCounts()).add(total.counts());
      }
    }

    private Checked check(SourceTopic topic, PartitionPlaces places) throws InterruptedException {
      Set<String> fed = fed(topic, places);
      boolean isComparable = isComparable(topic, places);
      Predicate<LedgerRange> speaks =
          entry ->
              !history.isBeforeItsTables(entry, topic.judgedAs()) && !isReadAgain(entry, places);
      ExpiredRange expired = expired(topic, places, isComparable ? speaks : entry -> false);
      if (!topic.exists()) {
        return new Checked(places, fed, expired, Part.NOTHING);
      }
      Tools tools = idle.take();
      try {
        return new Checked(
            places, fed, expired, verify(tools, topic, places, fed, isComparable, speaks));
      } finally {
        idle.add(tools);
      }
    }

    private static Checked get(Future<Checked> part) {
      try {
        return part.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException("a partition cannot be verified", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public void close() {
      pool.shutdownNow();
      idle.forEach(tools -> tools.kafka().close());
    }

    /** The tables that a partition feeds now, and those that have rows or marks of it. */
    private Set<String> fed(SourceTopic topic, PartitionPlaces places) {
      Set<String> fed = new TreeSet<>(places.limits().keySet());
      for (AuditedTable table : tables.values()) {
        if (table.marks().of(topic.id(), places.partition()) > 0) {
          fed.add(table.name());
        }
      }
      return fed;
    }

    /** Whether what the ledger counted must be what the tables have. */
    private boolean isComparable(SourceTopic topic, PartitionPlaces places) {
      boolean isUncertain =
          places.tables().values().stream().anyMatch(rows -> !rows.perhaps().isEmpty());
      boolean isReadable =
          places.limits().values().stream()
              .noneMatch(
                  limit -> limit.reason() == Reason.NO_RIGHT || limit.reason() == Reason.NO_TABLE);
      boolean isHistoryReadable =
          allVersions.tablesOf(topic.judgedAs()).stream().allMatch(table -> isTold(topic, table));
      return !isUncertain && isReadable && isHistoryReadable && !topic.isCompacted();
    }

    /** Whether a table that was created later has read the range of an entry again. */
    private boolean isReadAgain(LedgerRange entry, PartitionPlaces places) {
      return places.limits().entrySet().stream()
          .anyMatch(
              one -> {
                AuditedTable table = tables.get(one.getKey());
                Limit limit = one.getValue();
                return table != null
                    && table.table() != null
                    && entry.isBefore(table)
                    && limit.reason() == null
                    && limit.first() < entry.to();
              });
    }

    /**
     * Whether it is known what a table has, or had. Where no contract reads the topic any more, its
     * table may have been dropped with the contract.
     */
    private boolean isTold(SourceTopic topic, String name) {
      AuditedTable table = tables.get(name);
      return table == null
          ? topic.isDeclared()
          : table.table() != null || declared.tablesOf(topic.name()).contains(name);
    }

    private ExpiredRange expired(
        SourceTopic topic, PartitionPlaces places, Predicate<LedgerRange> isComparable) {
      ExpiredRange expired =
          new ExpiredRange(
              topic.name(), places, ledger.mark(topic.id(), places.partition()), findings);
      // of what may not be read, nothing is known
      boolean isDenied = !topic.exists() && topic.isDeclared();
      if (options.since() != null || isDenied) {
        return expired;
      }
      long to =
          topic.exists()
              ? Math.min(places.range().beginning(), limit(places))
              : places.range().end();
      long from =
          places.limits().values().stream()
              .filter(limit -> limit.reason() == null)
              .mapToLong(Limit::first)
              .min()
              .orElseGet(
                  () -> {
                    Long begin = ledger.begin(topic.id(), places.partition());
                    return begin == null ? 0 : begin;
                  });
      Long begin = ledger.begin(topic.id(), places.partition());
      boolean hasMoved =
          !declared.tablesOf(topic.name()).containsAll(allVersions.tablesOf(topic.name()));
      if (hasMoved && begin != null) {
        // an earlier version's table may have what comes before
        from = Math.min(from, begin);
      }
      if (from < to) {
        expired.verify(from, to, ledger.of(topic.id(), places.partition()), isComparable);
      }
      return expired;
    }

    private static long limit(PartitionPlaces places) {
      return places.limits().values().stream()
          .filter(limit -> limit.reason() == null)
          .mapToLong(Limit::to)
          .max()
          .orElse(places.range().to());
    }

    private Part verify(
        Tools tools,
        SourceTopic topic,
        PartitionPlaces places,
        Set<String> fed,
        boolean isComparable,
        Predicate<LedgerRange> speaks) {
      PartitionPlaces.Range range = places.range();
      ResumeFile.Done done = resume.of(topic, places);
      if (done != null && done.to() >= range.to()) {
        return new Part(done.counts(), true, 0);
      }
      if (range.from() < range.to() && isTimeOver()) {
        return new Part(new TopicCounts().counts(), false, 0);
      }
      long before = findings.added();
      PartitionAudit audit = audit(tools.reader(), topic, places, fed, isComparable, speaks);
      long all = range.to() - range.from();
      boolean isComplete =
          tools
              .kafka()
              .read(
                  topic.name(),
                  Map.of(places.partition(), new Span(range.from(), range.to())),
                  AuditVerify.this::isTimeOver,
                  batch -> {
                    batch.forEach(audit::verify);
                    progress.at(
                        "records of " + topic.name() + "/" + places.partition(),
                        audit.counts().source,
                        all);
                  },
                  (partition, span) -> {
                    places.lose(span);
                    audit.lose(span);
                  });
      if (isComplete) {
        audit.finish();
        if (options.values() && topic.isDeclared()) {
          recheck(tools.recheck(), topic, places, fed);
        }
        if (findings.added() == before
            && places.lost().isEmpty()
            && places.withoutSchema() == 0
            && audit.unjudged() == 0
            && range.from() < range.to()) {
          resume.add(topic, places, audit.counts().counts());
        }
      }
      return new Part(audit.counts().counts(), isComplete, audit.unjudged());
    }

    private PartitionAudit audit(
        RecordReader reader,
        SourceTopic topic,
        PartitionPlaces places,
        Set<String> fed,
        boolean isComparable,
        Predicate<LedgerRange> speaks) {
      Map<String, RecordHash> hashes = new HashMap<>();
      if (options.values() && topic.isDeclared()) {
        for (String table : fed) {
          AuditedTable audited = tables.get(table);
          Table found = audited == null ? null : audited.table();
          if (found != null) {
            hashes.put(table, new RecordHash(found, reader));
          }
        }
      }
      DeadLetters.Source source =
          topic.isDeclared()
              ? letters.of(allVersions.deadLetterTopicsOf(topic.name()))
              : DeadLetters.Source.NONE;
      LedgerTally tally =
          new LedgerTally(
              topic.name(),
              places,
              ledger.of(topic.id(), places.partition()),
              ledger.mark(topic.id(), places.partition()),
              isComparable && topic.isDeclared() && !source.isDenied(),
              speaks,
              findings);
      PartitionLetters found = new PartitionLetters(topic, places, source, history, findings);
      return new PartitionAudit(topic, places, reader, hashes, found, tally, findings);
    }

    private void recheck(
        ValueRecheck recheck, SourceTopic topic, PartitionPlaces places, Set<String> fed) {
      for (String table : fed) {
        AuditedTable audited = tables.get(table);
        Table found = audited == null ? null : audited.table();
        if (found != null) {
          recheck.check(topic, places, table, found);
        }
      }
    }

    private void cover(
        SourceTopic topic, PartitionPlaces places, String table, ExpiredRange expired, Part part) {
      Limit limit = places.limits().get(table);
      if (limit != null && limit.reason() != null) {
        cover(topic, places, table, new Span(0, 0), How.NOT, limit.reason(), limit.detail());
        return;
      }
      for (ExpiredRange.Part one : expired.parts()) {
        cover(
            topic,
            places,
            table,
            new Span(one.from(), one.to()),
            one.isVerified() ? How.LEDGER : How.NOT,
            one.isVerified() ? null : Reason.NO_SOURCE,
            one.detail());
      }
      for (Span lost : places.lost()) {
        cover(
            topic,
            places,
            table,
            lost,
            How.NOT,
            Reason.NO_SOURCE,
            "Kafka deleted these records while the audit read them: run it again");
      }
      if (topic.exists()) {
        coverRead(topic, places, table, part, expired.parts().isEmpty());
      }
    }

    private void coverRead(
        SourceTopic topic, PartitionPlaces places, String table, Part part, boolean isAll) {
      long from = places.range().from();
      Limit limit = places.limits().get(table);
      if (limit != null) {
        from = Math.max(from, limit.first());
      }
      long to = limit == null ? places.range().to() : Math.min(limit.to(), places.range().to());
      Span range = new Span(from, Math.max(from, to));
      if (range.from() == range.to()) {
        boolean isUnsettled = options.until() == null && places.range().end() > range.from();
        if (isUnsettled) {
          cover(topic, places, table, range, How.NOT, Reason.NO_LIMIT, "no record is settled yet");
        } else if (isAll) {
          cover(topic, places, table, range, How.NOT, Reason.EMPTY, "");
        }
        return;
      }
      Map<Reason, String> gaps = gaps(topic, places, table, part);
      gaps.forEach((reason, detail) -> cover(topic, places, table, range, How.NOT, reason, detail));
      if (gaps.isEmpty()) {
        boolean byValues = options.values() && topic.isDeclared();
        cover(topic, places, table, range, byValues ? How.VALUES : How.COUNTS, null, "");
      }
    }

    /** Every reason for which a range that was read is not verified. */
    private Map<Reason, String> gaps(
        SourceTopic topic, PartitionPlaces places, String table, Part part) {
      Map<Reason, String> gaps = new EnumMap<>(Reason.class);
      if (!part.isComplete()) {
        gaps.put(Reason.NO_TIME, "the time was over");
      }
      if (part.unjudged() > 0) {
        gaps.put(
            Reason.NO_RIGHT,
            part.unjudged()
                + " records are not in tables, and there is no permission to read "
                + String.join(", ", allVersions.deadLetterTopicsOf(topic.name())));
      }
      if (places.withoutSchema() > 0) {
        gaps.put(
            Reason.NO_SCHEMA,
            places.withoutSchema()
                + " records use schemas that are no longer in the registry or the contract");
      }
      AuditedTable former = places.limits().containsKey(table) ? null : tables.get(table);
      long counted = ledger.mark(topic.id(), places.partition());
      if (topic.isDeclared()
          && former != null
          && counted
              < Math.min(former.marks().of(topic.id(), places.partition()), places.range().to())) {
        gaps.put(
            Reason.NO_LIMIT,
            "only an earlier version of a contract names the table, and the ledger does not count"
                + " all that it has");
      }
      if (!places.rows(table).perhaps().isEmpty()) {
        gaps.put(
            Reason.NO_TOPIC_ID,
            "the topic was recreated, and rows do not say which of the two they belong to");
      }
      return gaps;
    }

    private void cover(
        SourceTopic topic,
        PartitionPlaces places,
        String table,
        Span range,
        How how,
        @Nullable Reason reason,
        String detail) {
      AuditVerify.this.cover(
          table,
          topic.name(),
          topic.id(),
          places.partition(),
          range,
          how,
          reason,
          detail,
          topic.isDeclared());
    }
  }

  /** What one thread needs. */
  private record Tools(KafkaReader kafka, RecordReader reader, ValueRecheck recheck) {}

  /** What became of a partition. */
  private record Checked(
      PartitionPlaces places, Set<String> fed, ExpiredRange expired, Part part) {}

  /** What became of reading a partition. */
  private record Part(AuditReport.Counts counts, boolean isComplete, long unjudged) {
    private static final Part NOTHING = new Part(new TopicCounts().counts(), true, 0);
  }
}
