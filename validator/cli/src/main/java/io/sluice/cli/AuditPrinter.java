package io.sluice.cli;

import io.sluice.audit.AuditReport;
import java.io.PrintWriter;

/** Prints audit reports for people. */
public final class AuditPrinter {

  private AuditPrinter() {}

  public static void print(AuditReport report, PrintWriter out) {
    TextTable table =
        new TextTable(
            "TOPIC",
            "SOURCE",
            "ROWS",
            "REPAIRED",
            "DEAD",
            "DROPPED",
            "COPIES",
            "VOID",
            "VALUES COMPARED");
    report
        .topics()
        .forEach(
            (topic, counts) ->
                table.row(
                    topic,
                    counts.source(),
                    counts.rows(),
                    counts.repaired(),
                    counts.dead(),
                    counts.dropped(),
                    counts.copies(),
                    counts.voided(),
                    counts.compared()));
    out.print(table);
    report.findings().stream().limit(50).forEach(out::println);
    if (report.findings().size() > 50) {
      out.println("... and " + (report.findings().size() - 50) + " more");
    }
    report.notes().forEach(note -> out.println("note: " + note));
    out.println(
        report.isClean()
            ? "conservation holds: every record below the settled offsets has exactly one place"
            : report.findings().size() + " findings");
  }
}
