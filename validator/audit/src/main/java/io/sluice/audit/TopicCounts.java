package io.sluice.audit;

import io.sluice.audit.report.AuditReport;

/** Counts the outcomes of a topic's records. */
final class TopicCounts {

  long source;
  long rows;
  long repaired;
  long dead;
  long expired;
  long dropped;
  long copies;
  long voided;
  long compared;
  long ledgered;

  void add(AuditReport.Counts more) {
    source += more.source();
    rows += more.rows();
    repaired += more.repaired();
    dead += more.dead();
    expired += more.expired();
    dropped += more.dropped();
    copies += more.copies();
    voided += more.voided();
    compared += more.compared();
    ledgered += more.ledgered();
  }

  AuditReport.Counts counts() {
    return new AuditReport.Counts(
        source, rows, repaired, dead, expired, dropped, copies, voided, compared, ledgered);
  }
}
