package io.sluice.cli.audit;

import io.sluice.audit.report.AuditReport;
import io.sluice.cli.output.TextTable;
import java.io.PrintWriter;

/** Prints audit reports for people. */
public final class AuditPrinter {

  private static final int MOST = 50;

  private AuditPrinter() {}

  /** Prints the counts, the coverage, the findings, the notes, and the verdict. */
  public static void print(AuditReport report, PrintWriter out) {
    TextTable topics =
        new TextTable(
            "TOPIC",
            "SOURCE",
            "ROWS",
            "REPAIRED",
            "DEAD",
            "EXPIRED",
            "DROPPED",
            "COPIES",
            "VOID",
            "VALUES COMPARED",
            "FROM LEDGER");
    report
        .topics()
        .forEach(
            (topic, counts) ->
                topics.row(
                    topic,
                    counts.source(),
                    counts.rows(),
                    counts.repaired(),
                    counts.dead(),
                    counts.expired(),
                    counts.dropped(),
                    counts.copies(),
                    counts.voided(),
                    counts.compared(),
                    counts.ledgered()));
    out.println(topics);
    AuditSummary summary = new AuditSummary(report);
    TextTable coverage = new TextTable("TABLE", "TOPIC", "PARTITIONS", "OFFSETS", "VERIFIED", "");
    summary
        .lines()
        .forEach(
            line ->
                coverage.row(
                    line.table(),
                    line.topic(),
                    line.partitions(),
                    line.offsets(),
                    line.how(),
                    line.detail()));
    out.println(coverage);
    report.findings().stream().limit(MOST).forEach(out::println);
    long more = Math.max(0, report.findings().size() - MOST) + report.unlisted();
    if (more > 0) {
      out.println("... and " + more + " more; use --output json or --report to see them");
    }
    report.notes().forEach(note -> out.println("note: " + note));
    out.println(summary.verdict());
  }
}
