package io.sluice.audit;

import io.sluice.audit.lake.LedgerBook;
import io.sluice.audit.report.Findings;

/** Finds the offsets whose records Kafka no longer has, and verifies them by the ledger. */
final class ExpiredRangeFinder {

  private final Evidence evidence;
  private final LedgerBook ledger;
  private final AuditOptions options;
  private final Findings findings;

  ExpiredRangeFinder(Evidence evidence, AuditOptions options, Findings findings) {
    this.evidence = evidence;
    this.ledger = evidence.ledger();
    this.options = options;
    this.findings = findings;
  }

  /** The expired range of a partition; empty if Kafka still has all records. */
  ExpiredRange of(SourceTopic topic, PartitionPlaces places, LedgerScope scope) {
    int partition = places.partition();
    ExpiredRange expired =
        new ExpiredRange(topic.name(), places, ledger.mark(topic.id(), partition), findings);
    // nothing is known about a topic without permission to read it
    boolean isDenied = !topic.exists() && topic.isDeclared();
    if (options.since() != null || isDenied) {
      return expired;
    }
    long from = from(topic, places);
    long to = to(topic, places);
    if (from < to) {
      expired.verify(
          from,
          to,
          ledger.of(topic.id(), partition),
          entry -> scope.isComparable() && scope.speaks(entry));
    }
    return expired;
  }

  private long from(SourceTopic topic, PartitionPlaces places) {
    Long begin = ledger.begin(topic.id(), places.partition());
    long from =
        places.limits().values().stream()
            .filter(limit -> limit.reason() == null)
            .mapToLong(Limit::first)
            .min()
            .orElse(begin == null ? 0 : begin);
    // the table of an earlier version may have earlier records
    return begin != null && hasMoved(topic.name()) ? Math.min(from, begin) : from;
  }

  /** Whether an earlier version of a contract wrote records of a topic to another table. */
  private boolean hasMoved(String topic) {
    return !evidence.declared().tablesOf(topic).containsAll(evidence.allVersions().tablesOf(topic));
  }

  private static long to(SourceTopic topic, PartitionPlaces places) {
    if (!topic.exists()) {
      return places.range().end();
    }
    long limit =
        places.limits().values().stream()
            .filter(one -> one.reason() == null)
            .mapToLong(Limit::to)
            .max()
            .orElse(places.range().to());
    return Math.min(places.range().beginning(), limit);
  }
}
