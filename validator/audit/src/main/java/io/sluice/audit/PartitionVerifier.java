package io.sluice.audit;

import io.sluice.audit.PartitionOutcome.Reading;
import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.LedgerBook;
import io.sluice.audit.report.Findings;
import io.sluice.audit.value.RecordHash;
import io.sluice.audit.value.RecordReader;
import io.sluice.failure.InterruptionException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.Table;

/**
 * Verifies partitions: expired records by the ledger, and all others record by record. Several
 * threads may use it, each with its own reader.
 */
final class PartitionVerifier implements AutoCloseable {

  private final Evidence evidence;
  private final DeadLetters letters;
  private final AuditOptions options;
  private final ResumeFile resume;
  private final BooleanSupplier isTimeOver;
  private final Findings findings;
  private final History history;
  private final ExpiredRangeFinder expiredRanges;
  private final BlockingQueue<PartitionReader> idle = new LinkedBlockingQueue<>();

  PartitionVerifier(
      Evidence evidence,
      DeadLetters letters,
      AuditOptions options,
      ResumeFile resume,
      BooleanSupplier isTimeOver,
      Findings findings) {
    this.evidence = evidence;
    this.letters = letters;
    this.options = options;
    this.resume = resume;
    this.isTimeOver = isTimeOver;
    this.findings = findings;
    this.history = new History(evidence);
    this.expiredRanges = new ExpiredRangeFinder(evidence, options, findings);
  }

  /** Adds a reader for one more thread; it is closed together with this. */
  void add(PartitionReader reader) {
    idle.add(reader);
  }

  /** Verifies a partition; waits if all readers are busy. */
  PartitionOutcome verify(SourceTopic topic, PartitionPlaces places) {
    Set<String> fed = fed(topic, places);
    LedgerScope scope = new LedgerScope(evidence, history, topic, places);
    ExpiredRange expired = expiredRanges.of(topic, places, scope);
    if (!topic.exists()) {
      return new PartitionOutcome(places, fed, expired, Reading.NOTHING);
    }
    PartitionReader reader = idleReader();
    try {
      return new PartitionOutcome(places, fed, expired, read(reader, topic, places, fed, scope));
    } finally {
      idle.add(reader);
    }
  }

  private PartitionReader idleReader() {
    try {
      return idle.take();
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  /** The tables that a partition feeds now, and the tables that have rows or marks of it. */
  private Set<String> fed(SourceTopic topic, PartitionPlaces places) {
    Set<String> fed = new TreeSet<>(places.limits().keySet());
    for (AuditedTable table : evidence.tables().values()) {
      if (table.marks().of(topic.id(), places.partition()) > 0) {
        fed.add(table.name());
      }
    }
    return fed;
  }

  private Reading read(
      PartitionReader reader,
      SourceTopic topic,
      PartitionPlaces places,
      Set<String> fed,
      LedgerScope scope) {
    PartitionPlaces.Range range = places.range();
    ResumeFile.Done done = resume.of(topic, places);
    if (done != null && done.to() >= range.to()) {
      return new Reading(done.counts(), true, 0);
    }
    boolean isEmpty = range.from() >= range.to();
    if (!isEmpty && isTimeOver.getAsBoolean()) {
      return Reading.TOO_LATE;
    }
    long before = findings.added();
    Map<String, Table> compared = compared(topic, fed);
    PartitionAudit audit = audit(reader.decoder(), topic, places, compared, scope);
    boolean isComplete = reader.read(topic, places, audit);
    if (isComplete) {
      audit.finish();
      reader.recheck(topic, places, compared);
      boolean isClean = findings.added() == before && isWhole(places, audit);
      if (isClean && !isEmpty) {
        resume.add(topic, places, audit.counts().counts());
      }
    }
    return new Reading(audit.counts().counts(), isComplete, audit.unjudged());
  }

  private static boolean isWhole(PartitionPlaces places, PartitionAudit audit) {
    return places.lost().isEmpty() && places.withoutSchema() == 0 && audit.unjudged() == 0;
  }

  /** The tables whose rows are compared with records column by column. */
  private Map<String, Table> compared(SourceTopic topic, Set<String> fed) {
    Map<String, Table> compared = new LinkedHashMap<>();
    if (options.values() && topic.isDeclared()) {
      for (String name : fed) {
        Table table = evidence.table(name);
        if (table != null) {
          compared.put(name, table);
        }
      }
    }
    return compared;
  }

  private PartitionAudit audit(
      RecordReader decoder,
      SourceTopic topic,
      PartitionPlaces places,
      Map<String, Table> compared,
      LedgerScope scope) {
    Map<String, RecordHash> hashes = new HashMap<>();
    compared.forEach((name, table) -> hashes.put(name, new RecordHash(table, decoder)));
    DeadLetters.Source source =
        topic.isDeclared()
            ? letters.of(evidence.allVersions().deadLetterTopicsOf(topic.name()))
            : DeadLetters.Source.NONE;
    LedgerBook ledger = evidence.ledger();
    LedgerTally tally =
        new LedgerTally(
            topic.name(),
            places,
            ledger.of(topic.id(), places.partition()),
            ledger.mark(topic.id(), places.partition()),
            scope.isComparable() && topic.isDeclared() && !source.isDenied(),
            scope::speaks,
            findings);
    PartitionLetters found = new PartitionLetters(topic, places, source, history, findings);
    return new PartitionAudit(topic, places, decoder, hashes, found, tally, findings);
  }

  @Override
  public void close() {
    idle.forEach(PartitionReader::close);
  }
}
