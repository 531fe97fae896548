package io.sluice.audit;

import io.sluice.audit.CoverageBook.Feed;
import io.sluice.audit.kafka.ClusterView;
import io.sluice.audit.kafka.StartRecords;
import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LakeReader;
import io.sluice.audit.lake.LedgerBook;
import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Findings;
import io.sluice.audit.value.RecordReader;
import io.sluice.audit.value.SchemaTexts;
import io.sluice.config.CatalogId;
import io.sluice.config.SluiceConfig;
import io.sluice.contract.Contract;
import io.sluice.kafka.OffsetSpan;
import io.sluice.kafka.TopicReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * An audit of one pipeline. It proves that every source record is in exactly one place, and that
 * each place contains the data that was sent. Marks, start records, and the ledger determine which
 * records must be accounted for. The audit keeps one or two bits in memory for each record it has
 * accounted for.
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
  private final CoverageBook coverage;
  private final long begun = System.nanoTime();

  /**
   * Prepares an audit.
   *
   * @param schemas the source of the schemas that records refer to
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
    this.coverage = new CoverageBook(options);
  }

  /**
   * Runs the audit.
   *
   * @throws io.sluice.failure.OutageException if something cannot be reached
   */
  public AuditReport run() throws IOException {
    String pipeline = config.pipeline().name();
    ResumeFile resume = new ResumeFile(options.resume(), options.values());
    Map<String, AuditReport.Counts> counts;
    try (ClusterView kafka = new ClusterView(config.kafka());
        LakeReader lake = new LakeReader(config.lake().catalog(), findings)) {
      // read in the reverse order of the job's writes, so that no source is ahead of a later one
      Map<TopicPartition, OffsetAndMetadata> shown = shown(kafka, "sluice-" + pipeline);
      LedgerBook ledger = LedgerBook.read(lake.open(config.ledgerTable()), findings);
      ledger.check(findings);
      AuditedTable versions = lake.open(config.ledgerTable() + "_contracts");
      KnownContracts known = new KnownContracts(versions, contracts, findings);
      StartRecords starts = starts(kafka);
      Set<String> topics = chosen(declared.among(kafka.names()));
      Evidence evidence = open(lake, topics, ledger, known);
      LimitFinder limits =
          new LimitFinder(ledger, starts, known, config.pipeline().startFrom(), findings);
      SourceFinder finder = new SourceFinder(kafka, evidence, limits, options, shown);
      SourceTopics sources = finder.find(topics);
      finder.unreadable().forEach(this::cover);
      scan(evidence, sources);
      DeadLetters letters = letters(kafka, evidence, sources);
      noteSettings(kafka);
      counts = verify(evidence, sources, letters, resume);
    }
    return new AuditReport(
        pipeline, counts, coverage.all(), findings.all(), findings.left(), List.copyOf(notes));
  }

  /** The settled offsets of the consumer group, or null without permission to view them. */
  private @Nullable Map<TopicPartition, OffsetAndMetadata> shown(ClusterView kafka, String group) {
    var shown = kafka.stored(group);
    if (shown == null) {
      notes.add(
          "no permission to read the offsets of consumer group "
              + group
              + ": grant Describe on the group");
    }
    return shown;
  }

  private StartRecords starts(ClusterView kafka) {
    StartRecords starts = StartRecords.read(kafka, CatalogId.of(config.lake().catalog()));
    if (!starts.isReadable()) {
      notes.add(
          "no permission to read topic __sluice_starts: grant Describe and Read on the topic");
    }
    return starts;
  }

  /** The topics that feed the requested tables. */
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

  private Evidence open(
      LakeReader lake, Set<String> topics, LedgerBook ledger, KnownContracts known) {
    DeclaredTopics allVersions = new DeclaredTopics(known.all());
    TableOpener opener = new TableOpener(lake, declared, allVersions, coverage);
    boolean isForAll = options.tables().isEmpty();
    Map<String, AuditedTable> tables =
        opener.open(topics, isForAll ? ledger.topics().values() : List.of());
    opener.requireLedger(ledger, config.pipeline().name(), tables.values(), findings);
    return new Evidence(ledger, known, declared, allVersions, tables);
  }

  private void cover(SourceFinder.Unreadable one) {
    for (String table : declared.tablesOf(one.topic())) {
      Feed feed = new Feed(table, one.topic(), null, -1, true);
      coverage.addGap(feed, new OffsetSpan(0, 0), one.reason(), one.detail());
    }
  }

  private void scan(Evidence evidence, SourceTopics sources) {
    TableScan scan = new TableScan(sources, evidence, options.values(), findings, progress);
    for (AuditedTable table : evidence.tables().values()) {
      scan.read(table);
    }
  }

  private DeadLetters letters(ClusterView kafka, Evidence evidence, SourceTopics sources) {
    DeadLetters letters =
        new DeadLetters(
            kafka, sources, evidence, config.pipeline().name(), findings, notes, progress);
    for (SourceTopic topic : sources.all()) {
      if (topic.exists() && topic.isDeclared()) {
        for (String name : evidence.allVersions().deadLetterTopicsOf(topic.name())) {
          letters.read(name);
        }
      }
    }
    letters.reportBeyond();
    return letters;
  }

  private void noteSettings(ClusterView kafka) {
    for (String topic : kafka.withoutSettings()) {
      notes.add(
          "no permission to read the configuration of topic "
              + topic
              + ": the audit assumes that the topic is not compacted and keeps records forever."
              + " Grant DescribeConfigs on the topic.");
    }
  }

  private Map<String, AuditReport.Counts> verify(
      Evidence evidence, SourceTopics sources, DeadLetters letters, ResumeFile resume) {
    PartitionCoverage covered = new PartitionCoverage(evidence, options, coverage);
    try (PartitionVerifier partitions =
            new PartitionVerifier(evidence, letters, options, resume, this::isTimeOver, findings);
        TopicVerifier verifier = new TopicVerifier(partitions, covered, notes, THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        partitions.add(reader(evidence.contracts()));
      }
      for (SourceTopic topic : sources.all()) {
        verifier.verify(topic);
      }
      return verifier.counts();
    }
  }

  private PartitionReader reader(KnownContracts known) {
    TopicReader reader = ClusterView.newReader(config.kafka());
    RecordReader decoder = new RecordReader(schemas);
    ValueRecheck recheck = new ValueRecheck(reader, decoder, known, findings);
    return new PartitionReader(reader, decoder, recheck, this::isTimeOver, progress);
  }

  private boolean isTimeOver() {
    Duration most = options.maxTime();
    return most != null && System.nanoTime() - begun > most.toNanos();
  }
}
